import fc from 'fast-check';
import { v7 } from 'uuid';
import { memoryKeys } from '../../../lambdas/adapters/keys/memory.ts';
import {
  decodeRefreshToken,
  encodeRefreshToken,
  firstRefreshToken,
  newSalt,
  presentedSession,
  type RefreshToken,
  refreshHash,
  successor,
} from '../../../lambdas/domain/session/refresh-token.ts';
import type { KeyRing, Secret } from '../../../lambdas/ports/keys.ts';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));
const anyToken = fc.record<RefreshToken>({
  sessionId: fc.uuid(),
  generation: fc.nat(0xffff_ffff),
  secret: bytes(32),
});

describe('a refresh token', () => {
  let ring: KeyRing;
  let other: Secret;
  beforeAll(async () => {
    ring = await (await memoryKeys()).ring('refresh');
    other = (await (await memoryKeys()).ring('refresh')).current;
  });

  it('reads back as it was written, in 112 characters of base64url', () => {
    fc.assert(
      fc.property(anyToken, (token) => {
        const text = encodeRefreshToken(ring.current, token);
        expect(text).toMatch(/^[\w-]{112}$/);
        expect(decodeRefreshToken(ring, text)).toEqual(token);
        expect(presentedSession(ring, text)).toBe(token.sessionId);
      }),
    );
  });

  it('is refused where any bit was changed [A107]', () => {
    fc.assert(
      fc.property(anyToken, fc.nat(84 * 8 - 1), (token, bit) => {
        const forged = Buffer.from(encodeRefreshToken(ring.current, token), 'base64url');
        forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(decodeRefreshToken(ring, forged.toString('base64url'))).toBeNull();
      }),
    );
  });

  it('is refused whatever else it is, and reading never throws [A107]', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), bytes(84).map(String)), (text) => {
        expect(decodeRefreshToken(ring, text)).toBeNull();
        expect(presentedSession(ring, text)).toBeNull();
      }),
    );
    expect(presentedSession(ring, undefined)).toBeNull();
  });

  it('is good under every key of the ring, and under no other', async () => {
    const keys = await memoryKeys();
    const older = await keys.ring('refresh');
    const text = encodeRefreshToken(older.current, firstRefreshToken(v7()));
    await keys.rotate('refresh');
    const newer = await keys.ring('refresh');
    expect(newer.current.id).not.toBe(older.current.id);
    expect(decodeRefreshToken(newer, text)).not.toBeNull();
    expect(decodeRefreshToken(ring, text)).toBeNull();
  });

  it('starts with generation 0 and 256 random bits [ASVS 7.2.3]', () => {
    const id = v7();
    const secrets = Array.from({ length: 100 }, () => {
      const token = firstRefreshToken(id);
      expect([token.sessionId, token.generation, token.secret.length]).toEqual([id, 0, 32]);
      return token.secret.toString('hex');
    });
    expect(new Set(secrets).size).toBe(100);
  });

  describe('has one successor', () => {
    const derived = (key: Secret, parent: RefreshToken, salt: string) =>
      encodeRefreshToken(key, successor(key, parent, salt));

    it('of the next generation of its session, the same whoever derives it', () => {
      fc.assert(
        fc.property(
          anyToken.filter(({ generation }) => generation < 0xffff_ffff),
          (parent) => {
            const salt = newSalt();
            const next = successor(ring.current, parent, salt);
            expect([next.sessionId, next.generation]).toEqual([parent.sessionId, parent.generation + 1]);
            const read = decodeRefreshToken(ring, encodeRefreshToken(ring.current, parent));
            expect(read && derived(ring.current, read, salt)).toBe(encodeRefreshToken(ring.current, next));
          },
        ),
      );
    });

    it('that nobody can derive without key, salt and parent alike', () => {
      const parent: RefreshToken = { sessionId: v7(), generation: 3, secret: Buffer.alloc(32, 1) };
      const salt = newSalt();
      const changed = [
        successor(other, parent, salt),
        successor(ring.current, parent, newSalt()),
        successor(ring.current, { ...parent, secret: Buffer.alloc(32, 2) }, salt),
        successor(ring.current, { ...parent, generation: 4 }, salt),
        successor(ring.current, { ...parent, sessionId: v7() }, salt),
      ];
      const all = [successor(ring.current, parent, salt), ...changed, parent].map(refreshHash);
      expect(new Set(all).size).toBe(all.length);
    });
  });
});
