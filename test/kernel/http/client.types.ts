import type { Api } from '../../../lambdas/api.ts';
import type { Client } from '../../../lambdas/kernel/http/client.ts';
import type { Route } from '../../../lambdas/kernel/http/contract.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Calls = Client<Api>;
type DataOf<C extends (...given: never[]) => Promise<unknown>> =
  Extract<Awaited<ReturnType<C>>, { ok: true }> extends {
    data: infer Data;
  }
    ? Data
    : never;

/** Checked by the compiler: the contract decides what a call takes and gives. */
export const typed = {
  registerBody: true satisfies Equal<
    Parameters<Calls['registration']['register']>[0]['body'],
    { email: string; password: string; name: string }
  >,
  registerData: true satisfies Equal<DataOf<Calls['registration']['register']>, { request_token: string }>,
  tokenType: true satisfies Equal<DataOf<Calls['session']['refresh']>['token_type'], 'Bearer'>,
  noData: true satisfies Equal<DataOf<Calls['session']['logout']>, undefined>,
  meNeedsNothing: true satisfies Equal<undefined extends Parameters<Calls['account']['getMe']>[0] ? true : false, true>,
  bodyIsRequired: true satisfies Equal<
    undefined extends Parameters<Calls['passwordLogin']['login']>[0] ? true : false,
    false
  >,
};

/** A route says who may use it. */
// @ts-expect-error `access` is missing
export const nobodys: Route = {
  method: 'GET',
  path: '/api/v1/things',
  summary: 'Things.',
  limits: [],
  success: { status: 204 },
  errors: [],
};
