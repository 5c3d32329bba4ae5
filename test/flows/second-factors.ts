/** Second factors that people have enrolled before a test starts. */
import { generateSync } from 'otplib';
import type { CodeFactorKind } from '../../lambdas/domain/factor/factor.table.ts';
import type { CallAnswer, CallOptions } from '../platform/call.ts';
import type { Visited } from '../platform/visited.ts';
import type { TestPlatform } from '../platform.ts';
import type { Person } from './people.ts';
import { login } from './tokens.ts';

export const mfaPaths = {
  verify: '/api/v1/auth/mfa/verify',
  overview: '/api/v1/users/me/mfa',
  totp: '/api/v1/users/me/mfa/totp',
  hotp: '/api/v1/users/me/mfa/hotp',
  recoveryCodes: '/api/v1/users/me/mfa/recovery-codes',
  reauthenticate: '/api/v1/auth/reauthenticate',
} as const;

/** An authenticator app, or a hardware token: it makes codes of the secret that it was given. */
export interface Authenticator {
  kind: CodeFactorKind;
  secret: string;
  /** The code of now, or of that many seconds from now; a token's next one. */
  code(offsetSeconds?: number): string;
}

export function authenticatorApp(at: TestPlatform, secret: string): Authenticator {
  const code = (offset = 0) => generateSync({ secret, epoch: Math.floor(at.clock.now().getTime() / 1000) + offset });
  return { kind: 'totp', secret, code };
}

/** Each call is a press of its button. */
export function hardwareToken(secret: string): Authenticator & { codeAt(counter: number): string } {
  let counter = 0;
  const codeAt = (at: number) => generateSync({ secret, strategy: 'hotp', counter: at });
  return { kind: 'hotp', secret, codeAt, code: () => codeAt(counter++) };
}

export function bearing(bearer: string, options: CallOptions = {}): CallOptions {
  return { ...options, headers: { ...options.headers, authorization: `Bearer ${bearer}` } };
}

export interface Enrolled<Device extends Authenticator> {
  device: Device;
  recoveryCodes: string[];
}

/** Enrols and confirms. The confirming step is used: the next code comes 30 s later. */
export async function withTotp(at: TestPlatform, bearer: string): Promise<Enrolled<Authenticator>> {
  const begun = await at.client.mfa.enrolTotp({ bearer });
  if (!begun.ok) throw new Error(`enrol: ${begun.code}`);
  const device = authenticatorApp(at, begun.data.secret);
  const done = await at.client.mfa.confirmTotp({ bearer, body: { code: device.code() } });
  if (!done.ok) throw new Error(`confirm: ${done.code}`);
  return { device, recoveryCodes: done.data.recovery_codes };
}

export async function withHotp(at: TestPlatform, bearer: string): Promise<Enrolled<ReturnType<typeof hardwareToken>>> {
  const begun = await at.client.mfa.enrolHotp({ bearer });
  if (!begun.ok) throw new Error(`enrol: ${begun.code}`);
  const device = hardwareToken(begun.data.secret);
  const done = await at.client.mfa.confirmHotp({ bearer, body: { code: device.code() } });
  if (!done.ok) throw new Error(`confirm: ${done.code}`);
  return { device, recoveryCodes: done.data.recovery_codes };
}

/** The first step of a client that is no browser: the pending sign-in's token. */
export async function pendingOf(at: Visited, person: Person, options: CallOptions = {}): Promise<string> {
  const { body, status } = await login(at, person, options);
  if (typeof body.data?.mfa_token !== 'string') throw new Error(`no pending sign-in in ${status}`);
  return body.data.mfa_token;
}

/** The second step of the same client. */
export function verify(
  at: Visited,
  mfaToken: string,
  method: string,
  code: string,
  options: CallOptions = {},
): Promise<CallAnswer> {
  return at.call('POST', mfaPaths.verify, { body: { mfa_token: mfaToken, method, code }, ...options });
}
