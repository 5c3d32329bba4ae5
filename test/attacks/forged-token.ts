/** Access tokens as a forger makes them: any header, any claims, any key, any spelling. */
import { webcrypto } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { TestPlatform } from '../platform.ts';

/** An object, or the JSON text as it shall stand in the token. */
export type Part = Record<string, unknown> | string;

export interface Forgery {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  key: webcrypto.CryptoKey;
}

/** A good access token, its parts to be changed, and the platform's own key. */
export async function forgeryOf(at: TestPlatform, accessToken: string): Promise<Forgery> {
  const { current } = await at.platform.keys.signing();
  return { header: { ...decodeProtectedHeader(accessToken) }, claims: decodeJwt(accessToken), key: current.privateKey };
}

export function part(value: Part | Buffer): string {
  const text = typeof value === 'string' || Buffer.isBuffer(value) ? value : JSON.stringify(value);
  return Buffer.from(text as string).toString('base64url');
}

/** A compact JWS (RFC 7515 7.1), signed with ECDSA on P-256 whatever its header says. */
export async function forge(header: Part, claims: Part, key: webcrypto.CryptoKey): Promise<string> {
  const input = `${part(header)}.${part(claims)}`;
  const signature = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

export async function newKeyPair(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
}
