import bcrypt from 'bcryptjs';
import { eq, sql } from 'drizzle-orm';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { hashPassword } from '../../lambdas/domain/credential/password-hash.ts';
import { knownDevices } from '../../lambdas/domain/device/device.table.ts';
import { userRoles } from '../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { sha256 } from '../../lambdas/kernel/crypto.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, registered, signedInBrowser, verifiedUser } from './people.ts';
import { auditOf, rowsOf } from './records.ts';
import { login, outcome, paths, sessionOf, signedInByBody, tokensIn, whoAmI } from './tokens.ts';

const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);

describe('signing in by password', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  describe('answers tokens', () => {
    it('in a page: the refresh token in its cookie and never in the body [A44] [ASVS 3.3.4]', async () => {
      await verifiedUser(at);
      const browser = at.browser();
      const { email, password } = ada;
      const answer = await browser.call('POST', paths.login, { body: { email, password } });
      expect(Object.keys(answer.body.data ?? {}).sort()).toEqual(['access_token', 'expires_in', 'token_type', 'user']);
      expect(answer.body.data).toMatchObject({
        token_type: 'Bearer',
        expires_in: 900,
        user: { email, name: ada.name },
      });
      expect(answer.text).not.toContain(browser.cookies.get('__Host-refresh'));
    });

    it('to a client that is no browser: both in the body, and no cookie', async () => {
      await verifiedUser(at);
      const answer = await login(at, ada);
      expect(answer.body.data).toMatchObject({ token_type: 'Bearer', refresh_token: expect.any(String) });
      expect(answer.setCookies).toEqual([]);
      expect(answer.headers['cache-control']).toBe('no-store');
    });

    it('with a session of their own each time [ASVS 7.2.2]', async () => {
      await verifiedUser(at);
      const [one, other] = [tokensIn(await login(at, ada)), tokensIn(await login(at, ada))];
      expect(one.sessionId).not.toBe(other.sessionId);
      expect(one.refreshToken).not.toBe(other.refreshToken);
    });

    it('with a refresh token of 256 random bits, of which the database has a hash alone [ASVS 7.2.3]', async () => {
      const { refreshToken, sessionId } = await signedInByBody(at);
      const [row] = await at.platform.database.db.select().from(sessions).where(eq(sessions.id, sessionId));
      const secret = Buffer.from(refreshToken, 'base64url').subarray(20, 52);
      expect(secret).toHaveLength(32);
      expect(row?.refreshHash).toBe(sha256(secret));
      expect(JSON.stringify(row)).not.toContain(refreshToken);
      expect(JSON.stringify(row)).not.toContain(secret.toString('base64url'));
    });
  });

  describe('puts into the access token', () => {
    it('what the contract lists, and nothing else', async () => {
      const { accessToken, userId } = await signedInByBody(at);
      const { current } = await at.platform.keys.signing();
      const now = Math.floor(at.clock.now().getTime() / 1000);
      const claims = decodeJwt(accessToken);
      expect(decodeProtectedHeader(accessToken)).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: current.kid });
      expect(claims).toEqual({
        iss: 'https://auth.example.com',
        aud: 'https://auth.example.com/api',
        sub: userId,
        exp: Number(claims.iat) + 900,
        iat: expect.any(Number),
        jti: uuid,
        sid: uuid,
        client_id: 'gatehouse-web',
        scope: 'openid profile email',
        roles: ['user'],
        permissions: [],
        amr: ['pwd'],
        auth_time: claims.iat,
      });
      expect(now - Number(claims.iat)).toBeLessThanOrEqual(5);
    });

    it('another jti each time', async () => {
      await verifiedUser(at);
      const jtis = [await login(at, ada), await login(at, ada)].map((answer) =>
        decodeJwt(tokensIn(answer).accessToken),
      );
      expect(new Set(jtis.map(({ jti }) => jti)).size).toBe(2);
    });

    it.each([
      ['support', ['audit:read', 'mail:read', 'sessions:end', 'stats:read', 'users:read'], 'users:write'],
      ['admin', ['roles:assign', 'sessions:end', 'users:act_as', 'users:write'], undefined],
    ] as const)('the role %s with its permissions, in the answer as well', async (role, held, lacks) => {
      const { userId } = await verifiedUser(at);
      await grant(userId, role);
      const answer = await login(at, ada);
      const claims = decodeJwt(tokensIn(answer).accessToken);
      expect(claims.roles).toEqual([role, 'user']);
      expect(claims.permissions).toEqual(expect.arrayContaining([...held]));
      if (role === 'support') expect(claims.permissions).toEqual(held);
      expect(claims.permissions).not.toContain(lacks);
      expect(answer.body.data?.user).toMatchObject({ roles: claims.roles, permissions: claims.permissions });
      expect((await whoAmI(at, tokensIn(answer).accessToken)).body.data).toMatchObject({ roles: claims.roles });
    });

    const grant = (userId: string, role: keyof typeof systemRoles) =>
      at.platform.database.db
        .insert(userRoles)
        .values({ userId, roleId: systemRoles[role], grantedAt: at.clock.now() });
  });

  describe('remembers the session', () => {
    it('with delivery, device name, address and user agent, and audits it [ASVS 16.3.1]', async () => {
      const { userId } = await verifiedUser(at);
      const { email, password } = ada;
      const body = { email, password, token_delivery: 'body', device_name: 'Ada’s phone' };
      const answer = await at.call('POST', paths.login, { body, ip: '192.0.2.77', headers: { 'user-agent': 'App/1' } });
      const { sessionId } = tokensIn(answer);
      const [row] = await at.platform.database.db.select().from(sessions).where(eq(sessions.id, sessionId));
      const seen = { userId, deviceName: 'Ada’s phone', ipAddress: '192.0.2.77', userAgent: 'App/1', delivery: 'body' };
      expect(row).toMatchObject({ ...seen, amr: ['pwd'], generation: 0, version: 1, deviceId: null });
      expect((await auditOf(at, 'session.started')).at(-1)).toMatchObject({
        user_id: userId,
        outcome: 'success',
        session_id: sessionId,
        details: { method: 'password', delivery: 'body' },
        ip_address: '192.0.2.77',
        user_agent: 'App/1',
      });
    });

    it('refuses a device name of more than 100 characters', async () => {
      const body = { ...ada, token_delivery: 'body', device_name: 'x'.repeat(101) };
      const answer = await at.call('POST', paths.login, { body });
      expect(outcome(answer)).toBe('422 VALIDATION_FAILED');
      expect(answer.body.error?.details).toMatchObject({ fields: { device_name: expect.any(String) } });
    });
  });

  describe('knows a browser again', () => {
    it('by 256 random bits in a cookie for 400 days, hashed at rest, once for each user', async () => {
      const { browser, userId, bearer } = await signedInBrowser(at);
      const cookie = browser.cookies.get('__Host-device') ?? '';
      expect(Buffer.from(cookie, 'base64url')).toHaveLength(32);
      const devices = await at.platform.database.db.select().from(knownDevices);
      expect(devices).toMatchObject([{ userId, tokenHash: sha256(Buffer.from(cookie, 'base64url')) }]);
      const { email, password } = ada;
      const again = await browser.call('POST', paths.login, { body: { email, password } });
      const set = again.setCookies.find((line) => line.startsWith('__Host-device='));
      expect(set).toBe(`__Host-device=${cookie}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=34560000`);
      expect(await rowsOf(at, knownDevices)).toHaveLength(1);
      const [row] = await at.platform.database.db
        .select()
        .from(sessions)
        .where(eq(sessions.id, sessionOf(bearer)));
      expect(row?.deviceId).toBe(devices[0]?.id);
    });

    it.each(['', 'x', `${'A'.repeat(42)}B`, 'A'.repeat(44)])(
      'not by a cookie that it did not make: %j',
      async (planted) => {
        await verifiedUser(at);
        const browser = at.browser({ cookies: { '__Host-device': planted } });
        const { email, password } = ada;
        expect(await browser.client.passwordLogin.login({ body: { email, password } })).toMatchObject({ ok: true });
        expect(browser.cookies.get('__Host-device')).not.toBe(planted);
      },
    );
  });

  it.each([
    ['under an older pepper', () => at.platform.keys.rotate('pepper')],
    [
      'at another cost',
      async () => {
        const config = { ...at.platform.config, password: { ...at.platform.config.password, hashCost: 5 } };
        const costly = await hashPassword({ ...at.platform, config }, ada.password);
        await at.platform.database.rows(sql`update credentials set secret = ${costly}::text`);
      },
    ],
    [
      'by another system',
      async () => {
        const foreign = await bcrypt.hash(ada.password, 4);
        await at.platform.database.rows(sql`update credentials set secret = ${foreign}::text`);
      },
    ],
  ])('makes a hash anew that was made %s, once, and keeps the password', async (_how, age) => {
    await verifiedUser(at);
    await age();
    const before = await passwordSecret();
    expect(outcome(await login(at, { ...ada, password: 'wrong horse battery' }))).toBe('401 INVALID_CREDENTIALS');
    expect(await passwordSecret()).toBe(before);
    expect(outcome(await login(at, ada))).toBe('200');
    const renewed = await passwordSecret();
    const { current } = await at.platform.keys.ring('pepper');
    expect(renewed?.startsWith(`$gh1$${current.id}$`)).toBe(true);
    expect(outcome(await login(at, ada))).toBe('200');
    expect(await passwordSecret()).toBe(renewed);
  });

  async function passwordSecret(): Promise<string | undefined> {
    const [row] = await at.platform.database.rows<{ secret: string }>(sql`select secret from credentials`);
    return row?.secret;
  }

  describe('refuses', () => {
    it('an address that is not verified, and says so after the right password alone', async () => {
      await registered(at);
      expect(outcome(await login(at, { ...ada, password: 'wrong horse battery' }))).toBe('401 INVALID_CREDENTIALS');
      expect(outcome(await login(at, ada))).toBe('403 EMAIL_NOT_VERIFIED');
    });

    it.each([
      ['disabled', sql`is_active = false`],
      ['deleted', sql`deleted_at = now()`],
    ])('a %s account like a wrong password, even with the right one', async (_state, set) => {
      await verifiedUser(at);
      await at.platform.database.rows(sql`update users set ${set}`);
      const answers = [await login(at, ada), await login(at, { ...ada, email: 'nobody@example.com' })];
      expect(answers.map(outcome)).toEqual(['401 INVALID_CREDENTIALS', '401 INVALID_CREDENTIALS']);
      expect(await rowsOf(at, sessions)).toEqual([]);
    });

    it('each refusal that concerns an account with an audit row, and a stranger’s address with none [ASVS 16.3.1]', async () => {
      const { userId } = await verifiedUser(at);
      await login(at, { ...ada, password: 'wrong horse battery' });
      await login(at, { ...ada, email: 'nobody@example.com' });
      expect(await auditOf(at, 'session.started')).toMatchObject([
        {
          user_id: userId,
          outcome: 'refused',
          actor_id: null,
          details: { method: 'password', reason: 'wrong_password' },
        },
      ]);
    });
  });
});
