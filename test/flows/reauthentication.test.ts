import { sql } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { factors } from '../../lambdas/domain/factor/factor.table.ts';
import { passkeys } from '../../lambdas/domain/passkey/passkey.table.ts';
import { insertInto } from '../../lambdas/domain/statement.ts';
import { newId } from '../../lambdas/kernel/id.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, post, signedInBrowser } from './people.ts';
import { auditOf, everyRow } from './records.ts';
import { login, outcome, whoAmI } from './tokens.ts';

const proof = { password: ada.password };
const wrong = { password: 'not this one at all' };
const change = { current_password: ada.password, new_password: 'seven quiet herons' };

describe('proving again by password who one is', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const by = (bearer: string, path: string, body: object, ip?: string) =>
    post(at, path, body, { headers: { authorization: `Bearer ${bearer}` }, ...(ip && { ip }) });
  const prove = (bearer: string, body: object = proof, ip?: string) => by(bearer, 'reauthenticate', body, ip);
  const tokenOf = (answer: { body: { data?: Record<string, unknown> } }) => String(answer.body.data?.access_token);

  it('answers a token with a fresh auth_time, which does what asks for recent proof', async () => {
    const { bearer } = await signedInBrowser(at);
    at.clock.advance(605);
    expect(outcome(await by(bearer, 'password/change', change))).toBe('403 REAUTHENTICATION_REQUIRED');
    const answer = await prove(bearer);
    expect(answer).toMatchObject({ status: 200, setCookies: [] });
    expect(answer.body.data).not.toHaveProperty('refresh_token');
    const { auth_time, sid } = decodeJwt(tokenOf(answer));
    expect(Number(auth_time) - Number(decodeJwt(bearer).auth_time)).toBeGreaterThanOrEqual(605);
    expect(sid).toBe(decodeJwt(bearer).sid);
    expect(outcome(await by(tokenOf(answer), 'password/change', change))).toBe('200');
  });

  it('the token of before is refused from then on', async () => {
    const { bearer } = await signedInBrowser(at);
    at.clock.advance(5);
    const fresh = tokenOf(await prove(bearer));
    expect(outcome(await whoAmI(at, bearer))).toBe('401 TOKEN_INVALID');
    expect(outcome(await whoAmI(at, fresh))).toBe('200');
  });

  it('refuses a wrong password, and the session stays as it was [ASVS 7.5.1]', async () => {
    const { bearer } = await signedInBrowser(at);
    at.clock.advance(605);
    const { sessions } = await everyRow(at);
    expect(outcome(await prove(bearer, wrong))).toBe('403 REAUTHENTICATION_FAILED');
    expect((await everyRow(at)).sessions).toEqual(sessions);
    expect(outcome(await by(bearer, 'password/change', change))).toBe('403 REAUTHENTICATION_REQUIRED');
    expect(await auditOf(at, 'session.stepped_up')).toMatchObject([
      { outcome: 'refused', details: { method: 'password', reason: 'wrong_password' } },
    ]);
  });

  it('counts a wrong one on the counters of sign-in, from both sides', async () => {
    const { bearer } = await signedInBrowser(at);
    for (let tries = 0; tries < 3; tries++) expect((await prove(bearer, wrong)).status).toBe(403);
    for (let tries = 0; tries < 2; tries++) expect((await login(at, { ...ada, ...wrong })).status).toBe(401);
    expect(outcome(await prove(bearer))).toBe('429 RATE_LIMITED');
    expect(outcome(await login(at, ada))).toBe('429 RATE_LIMITED');
    expect(outcome(await prove(bearer, proof, '203.0.113.9'))).toBe('200');
  });

  it('a right one is given back: it can be asked for all day', async () => {
    let { bearer } = await signedInBrowser(at);
    for (let turn = 0; turn < 12; turn++) {
      at.clock.advance(1);
      bearer = tokenOf(await prove(bearer));
    }
    expect(outcome(await whoAmI(at, bearer))).toBe('200');
  });

  it('the password of another account proves nothing', async () => {
    await signedInBrowser(at, grace);
    const { bearer } = await signedInBrowser(at);
    expect(outcome(await prove(bearer, { password: grace.password }))).toBe('403 REAUTHENTICATION_FAILED');
  });

  it('is refused where two-step verification is on, and says what is taken instead', async () => {
    const { bearer, userId } = await signedInBrowser(at);
    const now = at.clock.now();
    const row = { id: newId(at.clock), userId, kind: 'totp', sealed: 'sealed', counter: 0, createdAt: now } as const;
    await at.platform.database.rows(insertInto(factors, { ...row, confirmedAt: now }));
    expect(await prove(bearer)).toMatchObject({
      status: 403,
      body: { error: { code: 'REAUTHENTICATION_FAILED', details: { methods: ['totp'] } } },
    });
    expect(await auditOf(at, 'session.stepped_up')).toMatchObject([{ details: { reason: 'second_factor_due' } }]);
  });

  it('an account without a password is told what it has instead', async () => {
    const { bearer, userId } = await signedInBrowser(at);
    await at.platform.database.rows(sql`delete from credentials`);
    expect(await prove(bearer)).toMatchObject({ status: 403, body: { error: { details: { methods: ['mail'] } } } });
    const key = {
      publicKey: 'key',
      rpId: 'auth.example.com',
      signCount: 0,
      transports: [],
      aaguid: userId,
      name: 'Key',
    };
    const passkey = { ...key, backupEligible: false, backedUp: false, id: newId(at.clock), userId, credentialId: 'c' };
    await at.platform.database.rows(insertInto(passkeys, { ...passkey, createdAt: at.clock.now() }));
    expect(await prove(bearer)).toMatchObject({ status: 403, body: { error: { details: { methods: ['webauthn'] } } } });
  });

  it.each(['', '!x', '$9z$10$abc', '$2x$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234'])(
    'a stored hash of %j is a wrong password, never an error [A16] [A126]',
    async (secret) => {
      const { bearer } = await signedInBrowser(at);
      await at.platform.database.rows(sql`update credentials set secret = ${secret}::text`);
      expect(outcome(await prove(bearer))).toBe('403 REAUTHENTICATION_FAILED');
    },
  );

  it('needs a session', async () => {
    expect(outcome(await post(at, 'reauthenticate', proof))).toBe('401 AUTHENTICATION_REQUIRED');
  });
});
