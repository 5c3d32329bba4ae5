import { sql } from 'drizzle-orm';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, post, resetAsked, signedInBrowser } from './people.ts';
import { auditOf, everyRow } from './records.ts';
import { login, outcome, refresh, tokensIn, whoAmI } from './tokens.ts';

const newer = { ...ada, password: 'seven quiet herons' };
const right = { current_password: ada.password, new_password: newer.password };
const wrong = { ...right, current_password: 'not this one at all' };

describe('changing the password', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const change = (bearer: string, body: object = right, ip?: string) =>
    post(at, 'password/change', body, { headers: { authorization: `Bearer ${bearer}` }, ...(ip && { ip }) });

  it('takes the current one, and from then on the new one alone', async () => {
    const { bearer } = await signedInBrowser(at);
    expect(await change(bearer)).toMatchObject({
      status: 200,
      setCookies: [],
      body: { data: { user: { email: ada.email } } },
    });
    expect([outcome(await login(at, ada)), outcome(await login(at, newer))]).toEqual([
      '401 INVALID_CREDENTIALS',
      '200',
    ]);
  });

  it('ends the other sessions at their next request and says why; this one goes on [A34] [A45] [ASVS 7.4.3]', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    const other = tokensIn(await login(at, ada));
    import.meta.jest.spyOn(at.platform.queue, 'nudge').mockResolvedValue();
    await change(bearer);
    expect(outcome(await whoAmI(at, other.accessToken))).toBe('401 TOKEN_INVALID');
    expect(await refresh(at, other.refreshToken)).toMatchObject({
      status: 401,
      body: { error: { details: { reason: 'password_changed' } } },
    });
    expect(await browser.client.account.getMe({ bearer })).toMatchObject({ ok: true });
    expect(await browser.client.session.refresh({ body: {} })).toMatchObject({ ok: true });
    import.meta.jest.restoreAllMocks();
  });

  it('spends the mails that could undo it, keeps known devices, and tells the owner [A124]', async () => {
    const { bearer, userId } = await signedInBrowser(at);
    const { token } = await resetAsked(at);
    await change(bearer);
    expect(outcome(await post(at, 'password/reset', { token, password: 'a third one altogether' }))).toBe(
      '400 TOKEN_INVALID',
    );
    expect((await everyRow(at)).known_devices).toHaveLength(1);
    expect((await at.mailbox.last(ada.email)).subject).toMatch(/password/i);
    expect(await auditOf(at, 'password.changed')).toMatchObject([{ user_id: userId, actor_id: userId }]);
  });

  it('refuses a wrong current password by its field, and changes nothing [ASVS 6.2.3]', async () => {
    const { bearer } = await signedInBrowser(at);
    const answer = await change(bearer, wrong);
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { details: { fields: { current_password: expect.any(String) } } } },
    });
    expect(outcome(await login(at, ada))).toBe('200');
    expect(await auditOf(at, 'password.changed')).toMatchObject([
      { outcome: 'refused', details: { reason: 'wrong_password' } },
    ]);
  });

  it('counts a wrong one on the counters of sign-in, and gives a right one back', async () => {
    const { bearer } = await signedInBrowser(at);
    for (let tries = 0; tries < 5; tries++) expect((await change(bearer, wrong)).status).toBe(422);
    expect(outcome(await change(bearer))).toBe('429 RATE_LIMITED');
    expect(outcome(await login(at, ada))).toBe('429 RATE_LIMITED');
    at.clock.advance(900);
    for (let turn = 0; turn < 8; turn++) {
      const [from, to] = turn % 2 ? [newer, ada] : [ada, newer];
      const fresh = tokensIn(await login(at, from)).accessToken;
      expect((await change(fresh, { current_password: from.password, new_password: to.password })).status).toBe(200);
    }
  });

  it.each([
    ['too short', 'short one'],
    ['about the person', 'i am ada@example.com'],
    ['used by many', 'password1234'],
    ['the one that there is', ada.password],
  ])('refuses a new password that is %s, by its field [ASVS 6.2.4]', async (_what, password) => {
    const { bearer } = await signedInBrowser(at);
    expect(await change(bearer, { ...right, new_password: password })).toMatchObject({
      status: 422,
      body: { error: { details: { fields: { new_password: expect.any(String) } } } },
    });
  });

  it('asks for a proof not older than ten minutes, to the second [ASVS 7.5.1]', async () => {
    const { bearer } = await signedInBrowser(at);
    at.clock.advance(595);
    expect((await change(bearer)).status).toBe(200);
    at.clock.advance(10);
    expect(outcome(await change(bearer))).toBe('403 REAUTHENTICATION_REQUIRED');
  });

  it('refuses an account that has no password: its first one is set by a mail', async () => {
    const { bearer } = await signedInBrowser(at);
    await at.platform.database.rows(sql`delete from credentials`);
    expect(await change(bearer)).toMatchObject({
      status: 422,
      body: { error: { details: { fields: { current_password: expect.any(String) } } } },
    });
    expect((await everyRow(at)).credentials).toEqual([]);
  });

  it('needs a session', async () => {
    expect(outcome(await post(at, 'password/change', right))).toBe('401 AUTHENTICATION_REQUIRED');
  });
});
