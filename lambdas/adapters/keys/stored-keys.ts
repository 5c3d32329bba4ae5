/** The keys as they are kept: JSON, private members included. What is made, completed and rotated here is stored again. */
import { randomBytes } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { type KeyPurpose, keyPurposes } from '../../ports/keys.ts';

export interface StoredKeys {
  signing: StoredSigning;
  rings: Record<string, StoredRing>;
}

export interface StoredSigning {
  previous?: JWK;
  current: JWK;
  next: JWK;
}

/** Newest last; `current` names the one that makes, `next` the one that will. Older versions stored no next one. */
export interface StoredRing {
  current: string;
  next?: string;
  secrets: { id: string; bytes: string }[];
}

export type Rotatable = KeyPurpose | 'signing';

/** The stored keys with whatever they lack made new: a fresh set from nothing. */
export async function completed(stored?: StoredKeys): Promise<StoredKeys> {
  const signing = stored?.signing ?? (await freshSigning());
  const rings = { ...stored?.rings };
  for (const purpose of keyPurposes) rings[purpose] = completedRing(rings[purpose]);
  return { signing, rings };
}

export function isComplete(stored: StoredKeys): boolean {
  return keyPurposes.every((purpose) => stored.rings[purpose]?.next);
}

/** The next key becomes the current one, and a new one the next. */
export async function rotated(stored: StoredKeys, what: Rotatable): Promise<StoredKeys> {
  if (what === 'signing') return { ...stored, signing: await rotatedSigning(stored.signing) };
  return { ...stored, rings: { ...stored.rings, [what]: rotatedRing(stored.rings[what]) } };
}

export async function freshSigning(): Promise<StoredSigning> {
  return { current: await newSigningKey(), next: await newSigningKey() };
}

/** Signing keys live three turns, so that a verifier knows a key before it signs and after. */
export async function rotatedSigning({ current, next }: StoredSigning): Promise<StoredSigning> {
  return { previous: current, current: next, next: await newSigningKey() };
}

/** The ring with its next secret, a new one where none was stored. What is no ring stays none, as its parsing says. */
export function completedRing(stored: StoredRing | undefined): StoredRing & { next: string } {
  if (stored?.next) return { ...stored, next: stored.next };
  const [first, next] = [newSecret(), newSecret()];
  const held = stored ?? { current: first.id, secrets: [first] };
  return { ...held, next: next.id, secrets: [...(held.secrets ?? []), next] };
}

/** Secrets stay in their ring, for a pepper is needed while a row names it. */
export function rotatedRing(stored: StoredRing | undefined): StoredRing {
  const { next: current, secrets } = completedRing(stored);
  const next = newSecret();
  return { current, next: next.id, secrets: [...secrets, next] };
}

/** The three keys that have signed, sign and will. */
export function signingKeys({ previous, current, next }: StoredSigning): JWK[] {
  return [previous, current, next].filter((jwk) => jwk !== undefined);
}

/** The members that RFC 7518 6.2.1 calls public, named one by one: a private one can never slip through. */
export function publicJwk({ kty, crv, x, y, kid, alg }: JWK) {
  if (kty !== 'EC' || !crv || !x || !y || !kid || !alg) throw new Error('a signing key is incomplete');
  return { kty, crv, x, y, kid, alg, use: 'sig' };
}

/** ES256, named by its thumbprint (RFC 7638). */
async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}

function newSecret() {
  return { id: randomBytes(6).toString('hex'), bytes: randomBytes(32).toString('base64url') };
}
