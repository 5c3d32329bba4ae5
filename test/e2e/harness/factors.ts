/** Second factors of people, made without a browser. */
import { generateSync } from 'otplib';
import type { Account, Platform } from './platform.ts';

export interface EnrolledApp {
  secret: string;
  recoveryCodes: string[];
}

/** What an authenticator app shows, `ahead` being how far the platform's clock was moved. */
export function codeOf(secret: string, ahead = 0): string {
  return generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + ahead });
}

/** Sets an authenticator app up for an account that has none. The code of now is used by that. */
export async function enrolApp(platform: Platform, { email, password }: Account, ahead = 0): Promise<EnrolledApp> {
  const { data } = await platform.call('POST', 'auth/login', { email, password, token_delivery: 'body' });
  const bearer = { authorization: `Bearer ${data.access_token}` };
  const begun = await platform.call('POST', 'users/me/mfa/totp', {}, bearer);
  const secret = String(begun.data.secret);
  const done = await platform.call('POST', 'users/me/mfa/totp/confirm', { code: codeOf(secret, ahead) }, bearer);
  if (done.status !== 200) throw new Error(`confirm: ${done.code}`);
  return { secret, recoveryCodes: done.data.recovery_codes as string[] };
}
