import { decodeJwt, jwtVerify } from 'jose';
import { v7 } from 'uuid';
import {
  type AccessTokenInput,
  signAccessToken,
  verifyAccessToken,
} from '../../../lambdas/domain/session/access-token.ts';
import { startPlatform, type TestPlatform } from '../../platform.ts';

describe('an access token', () => {
  let at: TestPlatform;
  let input: AccessTokenInput;
  beforeAll(async () => {
    at = await startPlatform({ frozen: true });
  });
  beforeEach(() => {
    const authTime = new Date(at.clock.now().getTime() - 3_600_000);
    input = { userId: v7(), sessionId: v7(), authTime, amr: ['pwd'], roles: ['user'], permissions: [] };
  });
  afterAll(() => at.close());

  it('says who, which session, and when and how that was proven', async () => {
    const token = await signAccessToken(at.platform, input);
    const authTime = new Date(Math.floor(input.authTime.getTime() / 1000) * 1000);
    const { userId, sessionId } = input;
    expect(await verifyAccessToken(at.platform, token)).toEqual({ userId, sessionId, authTime, amr: ['pwd'] });
  });

  it('is verified by anybody who has the published keys', async () => {
    const token = await signAccessToken(at.platform, input);
    const { verifying } = await at.platform.keys.signing();
    const { payload } = await jwtVerify(token, ({ kid }) => verifying.get(kid ?? '')?.publicKey ?? Buffer.alloc(0), {
      issuer: 'https://auth.example.com',
      audience: 'https://auth.example.com/api',
      typ: 'at+jwt',
      currentDate: at.clock.now(),
    });
    expect(payload.sub).toBe(input.userId);
  });

  it('has its times from the clock port alone', async () => {
    const token = await signAccessToken(at.platform, input);
    at.clock.advance(30 * 86_400);
    await expect(verifyAccessToken(at.platform, token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    expect(decodeJwt(await signAccessToken(at.platform, input)).iat).toBe(Math.floor(at.clock.now().getTime() / 1000));
  });

  it('leaves permissions out, and says so, once they are longer than 2,048 characters', async () => {
    const fits = ['x'.repeat(1023), 'y'.repeat(1024)];
    const held = decodeJwt(await signAccessToken(at.platform, { ...input, permissions: fits }));
    expect([held.permissions, held.permissions_omitted]).toEqual([fits, undefined]);
    const omitted = decodeJwt(await signAccessToken(at.platform, { ...input, permissions: [...fits, 'z'] }));
    expect([omitted.permissions, omitted.permissions_omitted]).toEqual([[], true]);
  });

  it('is refused at a megabyte without being parsed [A41]', async () => {
    const signing = import.meta.jest.spyOn(at.platform.keys, 'signing');
    for (const text of ['x'.repeat(1 << 20), `${'a.'.repeat(1 << 19)}`, `${'a'.repeat(8193)}.b.c`])
      await expect(verifyAccessToken(at.platform, text)).rejects.toMatchObject({ code: 'TOKEN_INVALID', status: 401 });
    expect(signing).not.toHaveBeenCalled();
    signing.mockRestore();
  });

  it('is verified by the algorithm of its key: one that is kept for another algorithm verifies nothing [A36] [ASVS 9.1.2]', async () => {
    const token = await signAccessToken(at.platform, input);
    const set = await at.platform.keys.signing();
    const verifying = new Map([...set.verifying].map(([kid, key]) => [kid, { ...key, alg: 'ES384' }]));
    const keys = { ...at.platform.keys, verifying: async () => ({ ...set, verifying }) };
    await expect(verifyAccessToken({ ...at.platform, keys }, token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('is refused by a platform of another origin that has the same keys [A115] [ASVS 9.2.4]', async () => {
    const token = await signAccessToken(at.platform, input);
    for (const change of [{ issuer: 'https://other.example' }, { audience: 'https://other.example/api' }]) {
      const platform = { ...at.platform, config: { ...at.platform.config, ...change } };
      await expect(verifyAccessToken(platform, token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    }
  });
});
