/** What clients do with tokens: steps that the tests of sign-in and session share. */
import { decodeJwt } from 'jose';
import type { CallAnswer, CallOptions } from '../platform/call.ts';
import type { Visited } from '../platform/visited.ts';
import { ada, type Person, type VerifiedUser, verifiedUser } from './people.ts';

export const paths = {
  login: '/api/v1/auth/login',
  refresh: '/api/v1/auth/refresh',
  logout: '/api/v1/auth/logout',
  me: '/api/v1/users/me',
} as const;

/** A sign-in by a client that is no browser: without `Origin` and cookies, the tokens in the body. */
export function login(at: Visited, person: Pick<Person, 'email' | 'password'>, options: CallOptions = {}) {
  const { email, password } = person;
  return at.call('POST', paths.login, { body: { email, password, token_delivery: 'body' }, ...options });
}

/** A refresh by the same kind of client. */
export function refresh(at: Visited, refreshToken: string, options: CallOptions = {}) {
  return at.call('POST', paths.refresh, { body: { refresh_token: refreshToken }, ...options });
}

export function whoAmI(at: Visited, bearer: string, options: CallOptions = {}) {
  return at.call('GET', paths.me, { headers: { authorization: `Bearer ${bearer}` }, ...options });
}

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  sessionId: string;
}

/** The tokens of an answer that delivers them in its body; throws where it has none. */
export function tokensIn(answer: CallAnswer): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken } = answer.body.data ?? {};
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string')
    throw new Error(`no tokens in ${answer.status} ${answer.text}`);
  return { accessToken, refreshToken, sessionId: sessionOf(accessToken) };
}

export function sessionOf(accessToken: string): string {
  return String(decodeJwt(accessToken).sid);
}

/** A verified user, signed in by a client that is no browser. */
export async function signedInByBody(at: Visited, person = ada): Promise<VerifiedUser & Tokens> {
  const user = await verifiedUser(at, person);
  return { ...user, ...tokensIn(await login(at, person)) };
}

/** Status and code: what a refusal is. */
export function outcome({ status, body }: CallAnswer): string {
  return body.error ? `${status} ${body.error.code}` : String(status);
}
