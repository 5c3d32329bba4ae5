/** What people do with passkeys: steps that several tests share. */
import {
  type Authenticator,
  type AuthenticatorOptions,
  type HeldPasskey,
  openAuthenticator,
} from '../platform/authenticator.ts';
import type { CallAnswer, CallOptions } from '../platform/call.ts';
import type { Visited } from '../platform/visited.ts';

const siteOrigin = 'https://auth.example.com';

export const passkeyPaths = {
  loginOptions: '/api/v1/auth/webauthn/login/options',
  login: '/api/v1/auth/webauthn/login/verify',
  mfaOptions: '/api/v1/auth/mfa/webauthn/options',
  mfa: '/api/v1/auth/mfa/webauthn/verify',
  stepUpOptions: '/api/v1/auth/reauthenticate/webauthn/options',
  stepUp: '/api/v1/auth/reauthenticate/webauthn/verify',
  creationOptions: '/api/v1/users/me/passkeys/options',
  passkeys: '/api/v1/users/me/passkeys',
} as const;

/** An authenticator beside a browser that shows a page of the platform's site. */
export function authenticatorAtSite(options: Partial<AuthenticatorOptions> = {}): Authenticator {
  return openAuthenticator({ origin: siteOrigin, ...options });
}

const asking = (bearer: string): CallOptions => ({ headers: { authorization: `Bearer ${bearer}` } });

/** The options of a route, for the authenticator. Throws where it answers none. */
export async function optionsOf<Options = RequestOptions>(
  at: Visited,
  path: string,
  call: CallOptions = {},
): Promise<Options> {
  const answer = await at.call('POST', path, call);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body.data as Options;
}

export interface RequestOptions {
  challenge: string;
  rpId: string;
  allowCredentials: { id: string }[];
  userVerification: string;
}

export interface CreationOptions {
  challenge: string;
  rp: { id: string; name: string };
  user: { id: string; name: string; displayName: string };
  excludeCredentials: { id: string }[];
}

export function creationOptions(at: Visited, bearer: string): Promise<CreationOptions> {
  return optionsOf<CreationOptions>(at, passkeyPaths.creationOptions, asking(bearer));
}

export function addPasskey(at: Visited, bearer: string, credential: unknown, name?: string): Promise<CallAnswer> {
  return at.call('POST', passkeyPaths.passkeys, { ...asking(bearer), body: { credential, ...(name && { name }) } });
}

export interface EnrolledPasskey {
  /** Of the platform's row. */
  passkeyId: string;
  passkey: HeldPasskey;
  authenticator: Authenticator;
}

/** A passkey of whoever's session the bearer is of. */
export async function enrolledPasskey(
  at: Visited,
  bearer: string,
  authenticator = authenticatorAtSite(),
  name?: string,
): Promise<EnrolledPasskey> {
  const { passkey, answer } = authenticator.create(await creationOptions(at, bearer));
  const added = await addPasskey(at, bearer, answer, name);
  if (added.status !== 200) throw new Error(`add: ${added.status} ${added.text}`);
  return { passkeyId: String(added.body.data?.id), passkey, authenticator };
}

/** A sign-in by a client that is no browser. */
export function loginWith(at: Visited, assertion: unknown, options: CallOptions = {}): Promise<CallAnswer> {
  return at.call('POST', passkeyPaths.login, { body: { assertion, token_delivery: 'body' }, ...options });
}

export function loginOptions(at: Visited): Promise<RequestOptions> {
  return optionsOf(at, passkeyPaths.loginOptions, { body: {} });
}

/** The whole sign-in by that passkey. */
export async function loginByPasskey(at: Visited, { authenticator, passkey }: EnrolledPasskey): Promise<CallAnswer> {
  return loginWith(at, authenticator.get(passkey, await loginOptions(at)));
}

/** Asks for the challenge of the second step of a pending sign-in. */
export function secondFactorOptions(at: Visited, mfaToken: string): Promise<RequestOptions> {
  return optionsOf(at, passkeyPaths.mfaOptions, { body: { mfa_token: mfaToken } });
}

export function secondFactor(
  at: Visited,
  mfaToken: string,
  assertion: unknown,
  options: CallOptions = {},
): Promise<CallAnswer> {
  return at.call('POST', passkeyPaths.mfa, { body: { mfa_token: mfaToken, assertion }, ...options });
}

export function stepUpOptions(at: Visited, bearer: string): Promise<RequestOptions> {
  return optionsOf(at, passkeyPaths.stepUpOptions, asking(bearer));
}

export function stepUp(at: Visited, bearer: string, assertion: unknown): Promise<CallAnswer> {
  return at.call('POST', passkeyPaths.stepUp, { ...asking(bearer), body: { assertion } });
}
