import { randomInt } from 'node:crypto';
import { equalText, hmac } from '../../kernel/crypto.ts';
import { mailCodeAlphabet as alphabet, mailCodeLength as length } from '../../kernel/http/mail-code.ts';
import type { KeyRing, Secret } from '../../ports/keys.ts';

export { normaliseMailCode } from '../../kernel/http/mail-code.ts';

/** A fresh short code: 8 of 31 characters, 39.6 bits, unbiased. */
export function newMailCode(): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

/** As a mail shows it: `XXXX-XXXX`. */
export function displayMailCode(code: string): string {
  return `${code.slice(0, length / 2)}-${code.slice(length / 2)}`;
}

/**
 * How a code is stored: `<key id>.<HMAC>`. A code has too few bits for a bare hash, and the row's id keeps one code's
 * hash from being put in another row.
 */
export function mailCodeHash(ring: KeyRing, kind: string, rowId: string, code: string): string {
  return hashUnder(ring.current, kind, rowId, code);
}

/** Whether a normalised code is the stored one, in constant time. False where nothing is stored or its key is gone. */
export function mailCodeMatches(
  ring: KeyRing,
  stored: string | null,
  kind: string,
  rowId: string,
  code: string,
): boolean {
  const key = stored === null ? undefined : ring.byId.get(stored.slice(0, stored.indexOf('.')));
  return stored !== null && key !== undefined && equalText(stored, hashUnder(key, kind, rowId, code));
}

function hashUnder(key: Secret, kind: string, rowId: string, code: string): string {
  return `${key.id}.${hmac(key, `${kind}\0${rowId}\0${code}`).toString('base64url')}`;
}
