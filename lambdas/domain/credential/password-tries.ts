/**
 * Guessing is counted before any hash runs, on the same counters wherever an account's password is asked for: only wrong
 * tries stay counted, and a known device has a lane of its own.
 */
import type { Context } from '../../kernel/context.ts';
import { passwordTries } from '../../kernel/http/limits.ts';
import { type Exceeded, exceededOf, forget, giveBack, ipSubject, reserve, type Use } from '../../kernel/rate-limit.ts';

export interface Attempt {
  /** To be given back where the password was right. */
  uses: readonly Use[];
  /** A limit that stands in the way of everyone, known device or not. */
  refused: Exceeded | null;
  /** The account's own budget is spent: go on for a device that this account knows, and for no other. */
  onlyKnownDevice: Exceeded | null;
}

/** Reserves one try on every counter, in one round trip. */
export async function reserveAttempt(context: Context, emailKey: string, deviceHash: string | null): Promise<Attempt> {
  const ip = ipSubject(context.request.ip);
  // From the narrowest to the widest: where several are exceeded, the narrowest refuses and the wider ones are given
  // back. So a hundred parallel tries from one address close that address's own budget and no other.
  const uses: Use[] = [
    ...(deviceHash === null ? [] : [{ limit: passwordTries.device, subject: `${emailKey} ${deviceHash}` }]),
    { limit: passwordTries.pair, subject: `${emailKey} ${ip}` },
    { limit: passwordTries.account, subject: emailKey },
    { limit: passwordTries.slow, subject: emailKey },
    { limit: passwordTries.ip, subject: ip },
  ];
  const exceeded = exceededOf(uses, await reserve(context, uses));
  const narrowest = exceeded[0] ?? null;
  const stopsEveryone = exceeded.some(({ limit }) => limit.per === 'ip' || limit.per === 'device');
  return deviceHash === null || stopsEveryone
    ? { uses, refused: narrowest, onlyKnownDevice: null }
    : { uses, refused: null, onlyKnownDevice: narrowest };
}

/** Whose password was tried, by which devices of theirs and from where. */
export interface Tried {
  emailKey: string;
  deviceHashes: readonly string[];
  ips: readonly string[];
}

/** Forgets the wrong tries of an account; those of an address, over all accounts, stay. */
export async function forgetAttempts(context: Context, { emailKey, deviceHashes, ips }: Tried): Promise<void> {
  const subjects = new Set(ips.map(ipSubject));
  await forget(context, [
    { limit: passwordTries.account, subject: emailKey },
    { limit: passwordTries.slow, subject: emailKey },
    ...deviceHashes.map((hash) => ({ limit: passwordTries.device, subject: `${emailKey} ${hash}` })),
    ...[...subjects].map((ip) => ({ limit: passwordTries.pair, subject: `${emailKey} ${ip}` })),
  ]);
}

/**
 * A refused try was not evaluated, so it must not use up the other budgets (a stranger could close them). The exceeded
 * ones keep it, and so tell the first refusal of a window from the rest.
 */
export async function releaseRefused(context: Context, { uses }: Attempt, { limit }: Exceeded): Promise<void> {
  await giveBack(
    context,
    uses.filter((use) => use.limit !== limit),
  );
}
