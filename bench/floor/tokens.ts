/** Access tokens by jose and refresh tokens by HMAC: the platform's library, algorithm and number of operations. */
import { createHash, createHmac, createSecretKey, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { UserRow } from './statements.ts';

const { privateKey, publicKey } = await generateKeyPair('ES256');
const secret = createSecretKey(randomBytes(32));
const issuer = 'http://floor.example';
const audience = `${issuer}/api`;

export function signAccessToken(user: UserRow, sessionId: string, authTime: Date): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const { id: sub, roles, permissions } = user;
  const session = { sid: sessionId, amr: ['pwd'], auth_time: Math.floor(authTime.getTime() / 1000) };
  const scope = 'openid profile email';
  const times = { iat: now, exp: now + 900, jti: randomUUID() };
  return new SignJWT({
    iss: issuer,
    aud: audience,
    sub,
    client_id: 'floor',
    scope,
    roles,
    permissions,
    ...times,
    ...session,
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'floor' })
    .sign(privateKey);
}

export async function verifyAccessToken(token: string): Promise<{ sub: string; sid: string }> {
  const { payload } = await jwtVerify(token, publicKey, { algorithms: ['ES256'], issuer, audience, typ: 'at+jwt' });
  return payload as { sub: string; sid: string };
}

export interface RefreshToken {
  sessionId: string;
  generation: number;
  secret: Buffer;
}

export function encodeRefreshToken({ sessionId, generation, secret: bytes }: RefreshToken): string {
  const body = Buffer.alloc(52);
  body.write(sessionId.replaceAll('-', ''), 'hex');
  body.writeUInt32BE(generation, 16);
  bytes.copy(body, 20);
  return Buffer.concat([body, hmac(body)]).toString('base64url');
}

export function decodeRefreshToken(text: string): RefreshToken | null {
  const bytes = Buffer.from(text, 'base64url');
  const body = bytes.subarray(0, 52);
  if (bytes.length !== 84 || !timingSafeEqual(hmac(body), bytes.subarray(52))) return null;
  const hex = body.toString('hex', 0, 16);
  const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { sessionId, generation: body.readUInt32BE(16), secret: body.subarray(20) };
}

export function successor({ sessionId, generation, secret: bytes }: RefreshToken, salt: string): RefreshToken {
  const next = hmac(Buffer.concat([Buffer.from(`${sessionId} ${generation + 1} ${salt}`), bytes]));
  return { sessionId, generation: generation + 1, secret: next };
}

export function csrfToken(sessionId: string): string {
  return hmac(Buffer.from(sessionId)).toString('base64url');
}

export function refreshHash(token: RefreshToken): string {
  return createHash('sha256').update(token.secret).digest('base64url');
}

function hmac(data: Buffer): Buffer {
  return createHmac('sha256', secret).update(data).digest();
}
