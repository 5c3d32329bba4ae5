/** One-time codes by time (RFC 6238) and by a counter (RFC 4226): SHA-1, six digits, 30 s, as every authenticator has. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type CryptoPlugin, generateSecret, generateURI, verifySync } from 'otplib';
import type { CodeFactorKind } from './factor.table.ts';

export const stepSeconds = 30;
/** How many codes of a hardware token may have been made and not used (RFC 4226 7.4). */
export const lookAhead = 10;
/** How far a clock may be off for its owner to be told that it is. Such a code is never taken. */
const driftSeconds = 600;
const sixDigits = /^[0-9]{6}$/;

const nodeCrypto: CryptoPlugin = {
  name: 'node',
  algorithms: ['sha1', 'sha256', 'sha512'],
  hmac: (algorithm, key, data) => createHmac(algorithm, key).update(data).digest(),
  randomBytes: (length) => randomBytes(length),
  constantTimeEqual: (one, other) => {
    const [a, b] = [Buffer.from(one), Buffer.from(other)];
    return a.length === b.length && timingSafeEqual(a, b);
  },
};

/** 160 random bits (RFC 4226 4, R6), base32. */
export function newSecret(): string {
  return generateSecret({ length: 20, crypto: nodeCrypto });
}

/** What authenticators read from a QR code. */
export function otpauthUri(kind: CodeFactorKind, secret: string, issuer: string, label: string): string {
  const counter = kind === 'hotp' ? { counter: 0 } : {};
  return generateURI({ strategy: kind, secret, issuer, label, ...counter });
}

/** What a code says against the secret and what was used before it. `counter` is what the factor's row keeps then. */
export type CodeMatch = { kind: 'right'; counter: number } | { kind: 'wrong'; hint?: 'clock_drift' };

/** What a person typed, as it was made: spaces anywhere. Null where it cannot be a code. */
export function normaliseCode(input: string): string | null {
  const code = input.replace(/\s/g, '');
  return sixDigits.test(code) ? code : null;
}

/**
 * @param counter as the factor's row keeps it.
 * @param forward whether a code of a clock that runs ahead is told as such: only to whoever set the secret up, for a
 * guesser would learn a code that is going to be right.
 */
export function matchCode(
  kind: CodeFactorKind,
  secret: string,
  input: string,
  { counter, now, forward = false }: { counter: number; now: Date; forward?: boolean },
): CodeMatch {
  const token = normaliseCode(input);
  if (token === null) return { kind: 'wrong' };
  const code = { secret, token, crypto: nodeCrypto };
  if (kind === 'totp') return matchTotp(code, counter, now, forward);
  const result = verifySync({ ...code, strategy: 'hotp', counter, counterTolerance: [0, lookAhead] });
  return result.valid ? { kind: 'right', counter: counter + result.delta + 1 } : { kind: 'wrong' };
}

interface Code {
  secret: string;
  token: string;
  crypto: CryptoPlugin;
}

/** The current step and the one before it (ASVS 6.5.5), each once: steps only go up (RFC 6238 5.2). */
function matchTotp(code: Code, newest: number, now: Date, forward: boolean): CodeMatch {
  const epoch = Math.floor(now.getTime() / 1000);
  const current = Math.floor(epoch / stepSeconds);
  if (newest >= current) return { kind: 'wrong' };
  const within = (before: number, after: number) => {
    const found = verifySync({ ...code, epoch, epochTolerance: [before, after], afterTimeStep: newest });
    return found.valid ? current + found.delta : null;
  };
  const step = within(stepSeconds, 0);
  if (step !== null) return { kind: 'right', counter: step };
  return within(driftSeconds, forward ? driftSeconds : 0) === null
    ? { kind: 'wrong' }
    : { kind: 'wrong', hint: 'clock_drift' };
}
