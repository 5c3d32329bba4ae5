import { AuthError } from '../../errors.ts';
import { isRedirect } from './envelope.ts';
import type { Middleware, Step } from './exchange.ts';

/** 406 where `Accept` rules out what the route answers (RFC 9110 12.5.1). */
export const accept: Middleware = {
  before: ({ event: { headers, plan } }: Step) => {
    const header = headers.accept;
    if (!header || header === '*/*' || header === 'application/json' || !plan) return;
    const { status } = plan.route.success;
    if (status !== 204 && !isRedirect(status) && !allows(header, plan.accepts)) throw new AuthError('NOT_ACCEPTABLE');
  },
};

function allows(header: string, types: readonly string[]): boolean {
  for (const range of header.split(',')) {
    const [type = '', ...parameters] = range.split(';');
    if (types.includes(type.trim().toLowerCase()) && !parameters.some(isZeroWeight)) return true;
  }
  return false;
}

function isZeroWeight(parameter: string): boolean {
  return /^\s*q\s*=\s*0(?:\.0{0,3})?\s*$/i.test(parameter);
}
