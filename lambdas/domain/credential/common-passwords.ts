import { createHash } from 'node:crypto';
import { packed } from './common-passwords.data.ts';

/**
 * The list is a sorted set of 32-bit SHA-256 prefixes, each as its three-byte distance from the one before: 15,000
 * passwords in 60 kB of base64, none of them to be read in the source. A look-up takes a password that is not listed
 * for a listed one once in 280,000 times.
 */
export const distanceBytes = 3;
/** A word with a few digits or marks around it, up to this length, is as weak as the word. */
const longestDressedWord = 14;
const dressing = /^[\p{N}\p{P}\p{S}\p{Z}]+|[\p{N}\p{P}\p{S}\p{Z}]+$/gu;

/** Unpacked at the first look-up: most requests set no password. */
let prefixes: Uint32Array | undefined;

/** The form in which a list entry and a password are compared. */
export function foldPassword(password: string): string {
  return password.normalize('NFKC').toLowerCase();
}

/** The first 32 bits of a folded password's SHA-256. */
export function passwordPrefix(folded: string): number {
  return createHash('sha256').update(folded).digest().readUInt32BE(0);
}

/** Whether many people use this password, or it is a common word in a thin dress (`Dragon12345!`). */
export function isCommonPassword(password: string): boolean {
  const folded = foldPassword(password);
  if (isListed(folded)) return true;
  return [...folded].length <= longestDressedWord && isListed(folded.replace(dressing, ''));
}

function isListed(folded: string): boolean {
  prefixes ??= unpack(packed);
  const wanted = passwordPrefix(folded);
  let low = 0;
  let high = prefixes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((prefixes[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return prefixes[low] === wanted;
}

function unpack(base64: string): Uint32Array {
  const bytes = Buffer.from(base64, 'base64');
  let prefix = 0;
  return Uint32Array.from({ length: bytes.length / distanceBytes }, (_, index) => {
    prefix += bytes.readUIntBE(index * distanceBytes, distanceBytes);
    return prefix;
  });
}
