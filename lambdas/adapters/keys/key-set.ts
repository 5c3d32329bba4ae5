/** The keys as they are handed out, parsed once. */
import { createSecretKey, type webcrypto } from 'node:crypto';
import { importJWK, type JWK } from 'jose';
import {
  type KeyPurpose,
  type KeyRing,
  keyPurposes,
  type Secret,
  type SigningKeys,
  type VerifyingKeys,
} from '../../ports/keys.ts';
import { publicJwk, type StoredKeys, type StoredRing, type StoredSigning, signingKeys } from './stored-keys.ts';

export interface KeySet {
  signing: SigningKeys;
  rings: ReadonlyMap<KeyPurpose, KeyRing>;
}

/** Throws where something is no key, or a ring lacks its current secret. */
export async function parseKeys(stored: StoredKeys): Promise<KeySet> {
  const rings = keyPurposes.map((purpose) => [purpose, parseRing(purpose, stored.rings[purpose])] as const);
  return { signing: await parseSigning(stored.signing), rings: new Map(rings) };
}

/** Throws where one of the three is no key, or the current one is public. */
export async function parseSigning(stored: StoredSigning): Promise<SigningKeys> {
  const { kid, alg } = publicJwk(stored.current);
  if (!stored.current.d) throw new Error('the current signing key has no private half');
  const known = await parseVerifying(signingKeys(stored));
  return { ...known, current: { kid, alg, privateKey: await cryptoKey(stored.current) } };
}

/** Throws where one of them is no key of ours. Private members are left out. */
export async function parseVerifying(keys: readonly JWK[]): Promise<VerifyingKeys> {
  const jwks = keys.map(publicJwk);
  const verifying = await Promise.all(
    jwks.map(async (jwk) => ({ kid: jwk.kid, alg: jwk.alg, publicKey: await cryptoKey(jwk) })),
  );
  return { verifying: new Map(verifying.map((key) => [key.kid, key])), jwks: { keys: jwks } };
}

/** Throws where the ring lacks its current secret, or one of its secrets is too short. */
export function parseRing(purpose: string, ring: StoredRing | undefined): KeyRing {
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
