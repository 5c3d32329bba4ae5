import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyRing, Secret } from '../ports/keys.ts';

/** SHA-256, base64url. Only for values that already hold 128 random bits or more. */
export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('base64url');
}

/** HMAC-SHA-256. */
export function hmac({ key }: Secret, data: string | Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

/** In constant time for values of one length; the length itself is no secret. */
export function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The same of two texts. */
export function equalText(a: string, b: string): boolean {
  return equal(Buffer.from(a), Buffer.from(b));
}

/** A fresh token of 256 bits: what a person holds, and the hash that is stored. */
export function newToken(): { token: string; hash: string } {
  const bytes = randomBytes(32);
  return { token: bytes.toString('base64url'), hash: sha256(bytes) };
}

/**
 * The stored hash of a presented token, or null where it is not exactly 32 bytes in canonical base64url. Non-canonical
 * last characters decode to the same bytes, so only the one spelling that was given out is taken.
 */
export function tokenHash(token: string): string | null {
  const bytes = Buffer.from(token, 'base64url');
  return bytes.length === 32 && bytes.toString('base64url') === token ? sha256(bytes) : null;
}

const ivLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM: key id, nonce, ciphertext and tag as `id.base64url`. `binding` is associated data: a value that was
 * sealed for one row does not open in another.
 */
export function seal(ring: KeyRing, binding: string, plain: string): string {
  const { id, key } = ring.current;
  const nonce = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(binding));
  const body = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${id}.${body.toString('base64url')}`;
}

/** Opens what `seal` made; throws where the key is gone or anything was changed. */
export function unseal(ring: KeyRing, binding: string, sealed: string): string {
  const dot = sealed.indexOf('.');
  const key = ring.byId.get(sealed.slice(0, dot))?.key;
  if (!key) throw new Error('sealed under a key that is gone');
  const body = Buffer.from(sealed.slice(dot + 1), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, ivLength), { authTagLength: tagLength });
  decipher.setAAD(Buffer.from(binding)).setAuthTag(body.subarray(-tagLength));
  return Buffer.concat([decipher.update(body.subarray(ivLength, -tagLength)), decipher.final()]).toString('utf8');
}
