/**
 * The refresh token: session id ‖ generation ‖ 32-byte secret ‖ tag, base64url. The tag lets a made-up token be refused
 * without a statement; the derivation lets parallel refreshes agree on one successor without keeping it anywhere.
 */
import { randomBytes } from 'node:crypto';
import { parse as uuidBytes, stringify as uuidText } from 'uuid';
import { equal, hmac, sha256 } from '../../kernel/crypto.ts';
import type { KeyRing, Secret } from '../../ports/keys.ts';

export interface RefreshToken {
  sessionId: string;
  generation: number;
  secret: Buffer;
}

const bodyLength = 16 + 4 + 32;
const tagLength = 32;

/** The first token of a session: generation 0, a random secret. */
export function firstRefreshToken(sessionId: string): RefreshToken {
  return { sessionId, generation: 0, secret: randomBytes(32) };
}

/** The one successor that this key and salt give; whoever holds the parent and both can derive it again. */
export function successor(key: Secret, parent: RefreshToken, salt: string): RefreshToken {
  const generation = parent.generation + 1;
  const secret = hmac(
    key,
    Buffer.concat([Buffer.from('refresh-next\0'), body({ ...parent, generation }), Buffer.from(salt, 'base64url')]),
  );
  return { sessionId: parent.sessionId, generation, secret };
}

export function newSalt(): string {
  return randomBytes(16).toString('base64url');
}

export function encodeRefreshToken(key: Secret, token: RefreshToken): string {
  const bytes = body(token);
  return Buffer.concat([bytes, tag(key, bytes)]).toString('base64url');
}

/** Null for anything whose tag no key of the ring has made, in the one spelling that was given out. */
export function decodeRefreshToken(ring: KeyRing, text: string): RefreshToken | null {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== bodyLength + tagLength || bytes.toString('base64url') !== text) return null;
  const signed = bytes.subarray(0, bodyLength);
  const given = bytes.subarray(bodyLength);
  for (const key of [ring.current, ...ring.byId.values()]) {
    if (!equal(tag(key, signed), given)) continue;
    return {
      sessionId: uuidText(signed.subarray(0, 16)),
      generation: signed.readUInt32BE(16),
      secret: Buffer.from(signed.subarray(20)),
    };
  }
  return null;
}

/**
 * The session that a presented cookie names, whatever generation its token is of; null where no token of ours is there.
 */
export function presentedSession(ring: KeyRing, cookie: string | undefined): string | null {
  return cookie === undefined ? null : (decodeRefreshToken(ring, cookie)?.sessionId ?? null);
}

/** What the session row keeps of a token. */
export function refreshHash(token: RefreshToken): string {
  return sha256(token.secret);
}

function body(token: RefreshToken): Buffer {
  const bytes = Buffer.alloc(bodyLength);
  bytes.set(uuidBytes(token.sessionId), 0);
  bytes.writeUInt32BE(token.generation, 16);
  token.secret.copy(bytes, 20);
  return bytes;
}

function tag(key: Secret, bytes: Buffer): Buffer {
  return hmac(key, Buffer.concat([Buffer.from('refresh-tag\0'), bytes]));
}
