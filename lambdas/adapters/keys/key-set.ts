import { createSecretKey, randomBytes, type webcrypto } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { type KeyPurpose, type KeyRing, keyPurposes, type Secret, type SigningKeys } from '../../ports/keys.ts';

/** The keys as they are kept: JSON, private members included. */
export interface StoredKeys {
  signing: { previous?: JWK; current: JWK; next: JWK };
  rings: Record<string, StoredRing>;
}

/** Newest last; `current` names the one that makes, `next` the one that will. Older versions stored no next one. */
export interface StoredRing {
  current: string;
  next?: string;
  secrets: { id: string; bytes: string }[];
}

/** The keys as they are handed out, parsed once. */
export interface KeySet {
  signing: SigningKeys;
  rings: ReadonlyMap<KeyPurpose, KeyRing>;
}

export type Rotatable = KeyPurpose | 'signing';

/** The stored keys with whatever they lack made new: a fresh set from nothing. */
export async function completed(stored?: StoredKeys): Promise<StoredKeys> {
  const signing = stored?.signing ?? { current: await newSigningKey(), next: await newSigningKey() };
  const rings = { ...stored?.rings };
  for (const purpose of keyPurposes) rings[purpose] = completedRing(rings[purpose]);
  return { signing, rings };
}

export function isComplete(stored: StoredKeys): boolean {
  return keyPurposes.every((purpose) => stored.rings[purpose]?.next);
}

/**
 * The next key becomes the current one, and a new one the next. Signing keys live three turns, so that a verifier knows a
 * key before it signs and after; secrets stay in their ring, for a pepper is needed while a row names it.
 */
export async function rotated(stored: StoredKeys, what: Rotatable): Promise<StoredKeys> {
  if (what === 'signing') {
    const { current, next } = stored.signing;
    return { ...stored, signing: { previous: current, current: next, next: await newSigningKey() } };
  }
  const { next: current, secrets } = completedRing(stored.rings[what]);
  const fresh = newSecret();
  const ring = { current, next: fresh.id, secrets: [...secrets, fresh] };
  return { ...stored, rings: { ...stored.rings, [what]: ring } };
}

/** Throws where something is no key, or a ring lacks its current secret. */
export async function parseKeys(stored: StoredKeys): Promise<KeySet> {
  const rings = keyPurposes.map((purpose) => [purpose, parseRing(purpose, stored.rings[purpose])] as const);
  return { signing: await parseSigning(stored.signing), rings: new Map(rings) };
}

async function parseSigning({ previous, current, next }: StoredKeys['signing']): Promise<SigningKeys> {
  const jwks = [previous, current, next].filter((jwk) => jwk !== undefined).map(publicJwk);
  const verifying = await Promise.all(
    jwks.map(async (jwk) => ({ kid: jwk.kid, alg: jwk.alg, publicKey: await cryptoKey(jwk) })),
  );
  const { kid, alg } = publicJwk(current);
  return {
    current: { kid, alg, privateKey: await cryptoKey(current) },
    verifying: new Map(verifying.map((key) => [key.kid, key])),
    jwks: { keys: jwks },
  };
}

function parseRing(purpose: KeyPurpose, ring: StoredRing | undefined): KeyRing {
  const secrets = (ring?.secrets ?? []).map(
    ({ id, bytes }): Secret => ({ id, key: createSecretKey(bytes, 'base64url') }),
  );
  const current = secrets.find((secret) => secret.id === ring?.current);
  if (!current || secrets.some(({ key }) => key.symmetricKeySize !== 32)) {
    throw new Error(`the ring ${purpose} has no current secret of 32 bytes`);
  }
  return { current, byId: new Map(secrets.map((secret) => [secret.id, secret])) };
}

async function cryptoKey(jwk: JWK): Promise<webcrypto.CryptoKey> {
  const key = await importJWK(jwk, jwk.alg);
  if (key instanceof Uint8Array) throw new Error('a signing key is symmetric');
  return key;
}

/** The members that RFC 7518 6.2.1 calls public, named one by one: a private one can never slip through. */
function publicJwk({ kty, crv, x, y, kid, alg }: JWK) {
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

/** What was stored and is no ring stays none: `parseKeys` says so. */
function completedRing(stored: StoredRing | undefined): StoredRing & { next: string } {
  if (stored?.next) return { ...stored, next: stored.next };
  const [first, next] = [newSecret(), newSecret()];
  const held = stored ?? { current: first.id, secrets: [first] };
  return { ...held, next: next.id, secrets: [...(held.secrets ?? []), next] };
}
