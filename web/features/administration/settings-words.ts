import type { Answer } from '../../../lambdas/kernel/http/client.ts';
import { spelledOut } from '../../ui/capitalised.ts';
import type { routes } from './client.ts';

export type Settings = Extract<Answer<typeof routes.getSettings>, { ok: true }>['data'];

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Seconds as a person says them: '15 minutes', '1 day 12 hours'. */
export function durationWords(seconds: number): string {
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    if (count === 0) continue;
    parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
    left -= count * size;
  }
  return parts.length > 0 ? parts.join(' ') : '0 seconds';
}

const known: Readonly<Record<string, string>> = {
  access_token: 'Access token',
  session: 'Session, at most',
  session_idle: 'Session that is not used',
  refresh_grace: 'Refresh token after its use',
  verification: 'Link to verify an address',
  invitation: 'Invitation',
  mail_code: 'Code in a mail',
  password_reset: 'Link to set a password',
  magic_link: 'Link to sign in',
  email_change: 'Link to change the address',
  email_revert: 'Link to take that back',
  pending_sign_in: 'Sign-in that waits for its second step',
};

/** What lives that long. One that has no words yet is called by its name. */
export function lifetimeWords(name: string): string {
  return (Object.hasOwn(known, name) ? known[name] : undefined) ?? spelledOut(name);
}
