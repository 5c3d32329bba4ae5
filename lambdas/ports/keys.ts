import type { KeyObject, webcrypto } from 'node:crypto';

/**
 * Secret keys by purpose. An adapter answers from a cache that is at most 60 seconds old, so that a dropped key is
 * noticed within a minute; what it hands out is parsed once. The next key is there before it becomes the current one, for
 * longer than a cache lives: whoever has not heard of a rotation still takes what another has made since.
 */
export interface Keys {
  /** ES256 signing keys: the current one signs, all of them verify. For functions that sign. */
  signing(): Promise<SigningKeys>;
  /** The public half alone, for every function. */
  verifying(): Promise<VerifyingKeys>;
  /** A ring of 32-byte secrets: the current one makes, all of them check. */
  ring(purpose: KeyPurpose): Promise<KeyRing>;
}

/**
 * `refresh` derives refresh tokens, `csrf` binds the readable cookie to its session, `pepper` precedes bcrypt, `code`
 * hashes short codes, `outbox` seals queued payloads, `cursor` signs list cursors and what came under an `Idempotency-Key`, `factor` seals the secrets of second
 * factors, `recovery` hashes recovery codes.
 */
export const keyPurposes = ['refresh', 'csrf', 'pepper', 'code', 'outbox', 'cursor', 'factor', 'recovery'] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

export interface KeyRing {
  current: Secret;
  /** Every secret that may still check: the past ones, the current and the next. */
  byId: ReadonlyMap<string, Secret>;
}

export interface Secret {
  id: string;
  /** Not its bytes: it is parsed once, not by each HMAC, and no log and no JSON can tell it. */
  key: KeyObject;
}

export interface SigningKeys extends VerifyingKeys {
  current: { kid: string; alg: string; privateKey: webcrypto.CryptoKey };
}

export interface VerifyingKeys {
  /** Every key that may still verify: previous, current and next. */
  verifying: ReadonlyMap<string, { kid: string; alg: string; publicKey: webcrypto.CryptoKey }>;
  /** The public JWK set (RFC 7517), without private members. */
  jwks: { keys: Record<string, string>[] };
}
