import { inspect } from 'node:util';
import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import type { RotatableKeys } from '../../lambdas/adapters/keys/memory.ts';
import { type Keys, keyPurposes } from '../../lambdas/ports/keys.ts';

async function signed(keys: Keys): Promise<string> {
  const { kid, alg, privateKey } = (await keys.signing()).current;
  return new SignJWT({ sub: 'ada' }).setProtectedHeader({ kid, alg }).sign(privateKey);
}

/** Whether the keys' own map and the published set both take a token, or neither does. */
async function verifies(keys: Keys, token: string): Promise<boolean> {
  const { verifying, jwks } = await keys.signing();
  const published = createLocalJWKSet(jwks as unknown as Parameters<typeof createLocalJWKSet>[0]);
  const outcomes = await Promise.allSettled([
    jwtVerify(token, ({ kid }) => {
      const key = verifying.get(kid ?? '');
      if (!key) throw new Error('unknown key');
      return key.publicKey;
    }),
    jwtVerify(token, published),
  ]);
  const taken = outcomes.map(({ status }) => status === 'fulfilled');
  expect(taken[0]).toBe(taken[1]);
  return taken[0] ?? false;
}

/** What every adapter of the keys port must show. */
export function keysSuite(open: () => Promise<RotatableKeys>): void {
  let keys: RotatableKeys;
  beforeEach(async () => {
    keys = await open();
  });

  it('sign with a current ES256 key that the published set verifies', async () => {
    expect((await keys.signing()).current.alg).toBe('ES256');
    expect(await verifies(keys, await signed(keys))).toBe(true);
  });
  it('publish public members alone, each key named by its thumbprint (RFC 7638)', async () => {
    const { jwks, verifying } = await keys.signing();
    for (const jwk of jwks.keys) {
      expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
      expect(jwk).toMatchObject({ alg: 'ES256', crv: 'P-256', kty: 'EC', use: 'sig' });
      expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk));
    }
    expect(jwks.keys.map(({ kid }) => kid)).toEqual([...verifying.keys()]);
  });
  it('publish the next key before it signs', async () => {
    const before = await keys.signing();
    await keys.rotate('signing');
    const { kid } = (await keys.signing()).current;
    expect(before.current.kid).not.toBe(kid);
    expect([...before.verifying.keys()]).toContain(kid);
  });
  it('verify after one rotation what was signed before, and no longer after two', async () => {
    const token = await signed(keys);
    await keys.rotate('signing');
    expect(await verifies(keys, token)).toBe(true);
    expect(await verifies(keys, await signed(keys))).toBe(true);
    await keys.rotate('signing');
    expect(await verifies(keys, token)).toBe(false);
    expect((await keys.signing()).jwks.keys).toHaveLength(3);
  });
  it('tell whoever only verifies the same public keys', async () => {
    const { verifying, jwks } = await keys.signing();
    const known = await keys.verifying();
    expect([...known.verifying.keys()]).toEqual([...verifying.keys()]);
    expect(known.jwks).toEqual(jwks);
  });
  it('keep the private key inside', async () => {
    expect((await keys.signing()).current.privateKey.extractable).toBe(false);
    expect((await keys.signing()).current.privateKey.usages).toEqual(['sign']);
  });
  it.each(keyPurposes)('hold a ring of 32 bytes for %s, under an id that stands in any format', async (purpose) => {
    const { current, byId } = await keys.ring(purpose);
    expect(current.key.symmetricKeySize).toBe(32);
    expect(current.id).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(byId.get(current.id)).toBe(current);
  });
  it('tell no secret to what prints or serialises them', async () => {
    const ring = await keys.ring('pepper');
    const secret = ring.current.key.export();
    const hex = secret.toString('hex');
    const spellings = [hex, hex.replace(/../g, '$& '), secret.toString('base64url'), secret.join(',')];
    const texts = [JSON.stringify(ring.current), inspect(ring, { depth: null, showHidden: true })];
    for (const spelling of spellings) for (const text of texts) expect(text).not.toContain(spelling.slice(0, 20));
  });
  it('share no secret between purposes', async () => {
    const rings = await Promise.all(keyPurposes.map((purpose) => keys.ring(purpose)));
    expect(new Set(rings.map(({ current }) => current.key.export().toString('hex'))).size).toBe(keyPurposes.length);
    expect(new Set(rings.map(({ current }) => current.id)).size).toBe(keyPurposes.length);
  });
  it('make with a new secret after a rotation, and check with the old one still', async () => {
    const before = await keys.ring('pepper');
    const other = await keys.ring('csrf');
    await keys.rotate('pepper');
    const after = await keys.ring('pepper');
    expect(after.current.id).not.toBe(before.current.id);
    expect(after.current.key.equals(before.current.key)).toBe(false);
    expect(after.byId.get(before.current.id)?.key.equals(before.current.key)).toBe(true);
    expect((await keys.ring('csrf')).current.key.equals(other.current.key)).toBe(true);
  });
  it.each(keyPurposes)('hold the next secret for %s before it makes', async (purpose) => {
    const before = await keys.ring(purpose);
    await keys.rotate(purpose);
    const { current } = await keys.ring(purpose);
    expect(current.id).not.toBe(before.current.id);
    expect(before.byId.get(current.id)?.key.equals(current.key)).toBe(true);
  });
  it('lose no rotation of several at once', async () => {
    const before = await keys.signing();
    const sizes = async () => [(await keys.ring('code')).byId.size, (await keys.ring('csrf')).byId.size] as const;
    const [code, csrf] = await sizes();
    await Promise.all([keys.rotate('code'), keys.rotate('signing'), keys.rotate('code'), keys.rotate('csrf')]);
    expect(await sizes()).toEqual([code + 2, csrf + 1]);
    expect((await keys.signing()).current.kid).not.toBe(before.current.kid);
  });
  it('are parsed once', async () => {
    expect(await keys.signing()).toBe(await keys.signing());
    expect(await keys.verifying()).toBe(await keys.verifying());
    expect(await keys.ring('code')).toBe(await keys.ring('code'));
  });
}
