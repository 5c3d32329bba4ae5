import { randomInt } from 'node:crypto';
import { equalText, hmac } from '../../kernel/crypto.ts';
import { mailCodeAlphabet as alphabet } from '../../kernel/http/mail-code.ts';
import { recoveryCodeLength as length } from '../../kernel/http/recovery-code.ts';
import type { KeyRing, Secret } from '../../ports/keys.ts';

/** A fresh code, unbiased, without the characters that are taken for others. */
export function newRecoveryCode(): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

/** As it is shown: `XXXXX-XXXXX`. */
export function displayRecoveryCode(code: string): string {
  return `${code.slice(0, length / 2)}-${code.slice(length / 2)}`;
}

/** How a code is stored: `<key id>.<HMAC>`. The row's id keeps one code's hash from being put into another row. */
export function recoveryCodeHash(ring: KeyRing, rowId: string, code: string): string {
  return hashUnder(ring.current, rowId, code);
}

/** Whether a normalised code is the stored one, in constant time. False where its key is gone. */
export function recoveryCodeMatches(ring: KeyRing, stored: string, rowId: string, code: string): boolean {
  const key = ring.byId.get(stored.slice(0, stored.indexOf('.')));
  return key !== undefined && equalText(stored, hashUnder(key, rowId, code));
}

function hashUnder(key: Secret, rowId: string, code: string): string {
  return `${key.id}.${hmac(key, `recovery_code\0${rowId}\0${code}`).toString('base64url')}`;
}
