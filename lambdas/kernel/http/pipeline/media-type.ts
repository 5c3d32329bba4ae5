import { AuthError } from '../../errors.ts';
import { readCookies } from '../cookies.ts';
import type { Middleware, Step } from './exchange.ts';

const json = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
const form = /^application\/x-www-form-urlencoded\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
const identityOnly = { headers: { 'accept-encoding': 'identity' } };

/**
 * Reads the cookies and refuses every body that is not plain JSON, or the form that the route takes. A POST with a cookie must say `application/json`
 * even without a body: a form of another site cannot, so a browser asks first.
 */
export const mediaType: Middleware = {
  before: ({ event: exchange }: Step) => {
    const { event, headers, plan } = exchange;
    exchange.cookies = readCookies(event.cookies);
    if (!plan?.changes) return;
    const hasCookie = event.cookies !== undefined && event.cookies.length > 0;
    const hasBody = event.body !== undefined && event.body !== '';
    if (!hasBody && !(hasCookie && plan.route.method === 'POST')) return;
    if (!fits(headers['content-type'], plan.route.takesForm ? form : json))
      throw new AuthError('UNSUPPORTED_MEDIA_TYPE');
    const encoding = headers['content-encoding'];
    if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity')
      throw new AuthError('UNSUPPORTED_MEDIA_TYPE', identityOnly);
  },
};

function fits(type: string | undefined, wanted: RegExp): boolean {
  return (type === 'application/json' && wanted === json) || (type !== undefined && wanted.test(type));
}
