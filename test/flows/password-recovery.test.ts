import { sql } from 'drizzle-orm';
import { credentials } from '../../lambdas/domain/credential/credential.table.ts';
import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, post, registered, resetAsked, signedInBrowser, verifiedUser } from './people.ts';
import { auditOf, everyRow, rowsOf } from './records.ts';
import { login, outcome, refresh, signedInByBody, whoAmI } from './tokens.ts';

const newer = { ...ada, password: 'seven quiet herons' };
const dead = { status: 400, body: { error: { code: 'TOKEN_INVALID' } } };

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const forgot = (email: string) => post(at, 'password/forgot', { email });
const reset = (proof: object, password = newer.password) => post(at, 'password/reset', { ...proof, password });

describe('asking for a mail with which a new password is set', () => {
  it('mails the owner of the account a link and a code, good for ten minutes', async () => {
    await verifiedUser(at);
    expect(await forgot(' ADA@Example.com ')).toMatchObject({
      status: 202,
      setCookies: [],
      body: { data: { request_token: expect.stringMatching(/^[\w-]{43}$/) } },
    });
    const mail = await at.mailbox.last(ada.email);
    expect(mail.links[0]).toMatch(/^https:\/\/auth\.example\.com\/reset-password#token=[\w-]{43}$/);
    expect(mail.code).toMatch(/^[2-9A-Z]{8}$/);
    expect(mail.text).toContain('10 minutes');
    expect(await auditOf(at, 'password.reset_asked')).toMatchObject([{ actor_id: null, outcome: 'success' }]);
  });

  it('changes nothing until the mail is used', async () => {
    const { accessToken } = await signedInByBody(at);
    const before = await rowsOf(at, credentials);
    await resetAsked(at);
    expect(await rowsOf(at, credentials)).toEqual(before);
    expect(await whoAmI(at, accessToken)).toMatchObject({ status: 200 });
    expect(await login(at, ada)).toMatchObject({ status: 200 });
  });

  it('mails an account whose mailbox nobody has proven yet', async () => {
    await registered(at);
    expect(await resetAsked(at)).toMatchObject({ code: expect.stringMatching(/^[2-9A-Z]{8}$/) });
  });

  it.each([
    ['nobody has', () => Promise.resolve()],
    ['a disabled account has', () => verifiedAnd('is_active = false')],
    ['a deleted account had', () => verifiedAnd('deleted_at = now()')],
  ])('mails nobody at an address that %s, and answers alike', async (_whose, make) => {
    await make();
    const before = [(await at.mailbox.list()).length, await everyRow(at)];
    expect(await forgot(ada.email)).toMatchObject({
      status: 202,
      body: { data: { request_token: expect.any(String) } },
    });
    expect([(await at.mailbox.list()).length, await everyRow(at)]).toEqual(before);
  });

  async function verifiedAnd(change: string): Promise<void> {
    await verifiedUser(at);
    await at.platform.database.rows(sql.raw(`update users set ${change}`));
  }
});

describe('setting a new password by the mail', () => {
  it('takes the link, signs nobody in, and from then on the new password alone', async () => {
    await verifiedUser(at);
    const { token } = await resetAsked(at);
    const answer = await at.browser().call('POST', '/api/v1/auth/password/reset', {
      body: { token, password: newer.password },
    });
    expect(answer).toMatchObject({ status: 200, setCookies: [], body: { data: { user: { email: ada.email } } } });
    expect(Object.keys(answer.body.data ?? {})).toEqual(['user']);
    expect([outcome(await login(at, ada)), outcome(await login(at, newer))]).toEqual([
      '401 INVALID_CREDENTIALS',
      '200',
    ]);
  });

  it('takes the code with the request token of the call that asked, and with no other', async () => {
    await verifiedUser(at);
    const first = await resetAsked(at);
    const second = await resetAsked(at);
    expect(await reset({ code: second.code, request_token: first.requestToken })).toMatchObject(dead);
    expect(await reset({ code: second.code, request_token: second.requestToken })).toMatchObject({ status: 200 });
  });

  it.each([
    ['a token and a code at once', { token: 'A'.repeat(43), code: 'AAAA-AAAA' }, '400 MALFORMED_REQUEST'],
    ['a code without its request token', { code: 'AAAA-AAAA' }, '422 VALIDATION_FAILED'],
    ['neither token nor code', {}, '422 VALIDATION_FAILED'],
  ])('refuses %s', async (_what, proof, refusal) => {
    expect(outcome(await reset(proof))).toBe(refusal);
  });

  it('ends every session at the next request, and says why', async () => {
    const elsewhere = await signedInByBody(at);
    const { browser, bearer } = await signedInBrowser(at, grace);
    const { token } = await resetAsked(at);
    import.meta.jest.spyOn(at.platform.queue, 'nudge').mockResolvedValue();
    expect(await reset({ token })).toMatchObject({ status: 200 });
    expect(outcome(await whoAmI(at, elsewhere.accessToken))).toBe('401 TOKEN_INVALID');
    expect(await refresh(at, elsewhere.refreshToken)).toMatchObject({
      body: { error: { code: 'REFRESH_TOKEN_INVALID', details: { reason: 'password_reset' } } },
    });
    expect(await browser.client.account.getMe({ bearer })).toMatchObject({ ok: true });
    import.meta.jest.restoreAllMocks();
  });

  it('forgets known devices, spends every mailed token, and lets a sign-in that waits for its second factor die', async () => {
    await signedInBrowser(at);
    const sibling = await resetAsked(at);
    const { token } = await resetAsked(at);
    const [before] = await rowsOf(at, users);
    await reset({ token });
    const [after] = await rowsOf(at, users);
    expect(Number(after?.version)).toBe(Number(before?.version) + 1);
    const rows = await everyRow(at);
    expect(rows.known_devices).toEqual([]);
    expect(rows.one_time_tokens?.filter(({ spent_at }) => spent_at === null)).toEqual([]);
    expect(await reset({ token: sibling.token })).toMatchObject(dead);
    expect(await reset({ code: sibling.code, request_token: sibling.requestToken })).toMatchObject(dead);
  });

  it('tells the owner by mail, in the statement of the change, and writes one audit row', async () => {
    const { userId } = await verifiedUser(at);
    const { token } = await resetAsked(at);
    at.counts.clear();
    await reset({ token });
    expect(at.counts.statements).toHaveLength(2);
    expect((await at.mailbox.last(ada.email)).subject).toMatch(/password/i);
    expect(await auditOf(at, 'password.reset')).toMatchObject([
      { user_id: userId, actor_id: userId, outcome: 'success' },
    ]);
  });

  it.each([
    ['too short', 'short one', /at least 12/],
    ['about the person', 'i am ada@example.com', /guessed first/],
    ['used by many', 'password1234', /guessed first/],
    ['about this site', 'my gatehouse key', /guessed first/],
  ])('refuses a password that is %s, and the mail can still be used [A17]', async (_what, password, reason) => {
    await verifiedUser(at);
    const { token } = await resetAsked(at);
    const answer = await reset({ token }, password);
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { details: { fields: { password: expect.stringMatching(reason) } } } },
    });
    expect(await reset({ token })).toMatchObject({ status: 200 });
  });

  it('takes five plain words with spaces [A17] [ASVS 6.2.5]', async () => {
    await verifiedUser(at);
    const { token } = await resetAsked(at);
    expect(await reset({ token }, 'otters sleep holding small paws')).toMatchObject({ status: 200 });
  });

  it('a password that is refused for itself costs the code no try', async () => {
    await verifiedUser(at);
    const { code, requestToken } = await resetAsked(at);
    for (let tries = 0; tries < 6; tries++) await reset({ code, request_token: requestToken }, 'short one');
    expect(await rowsOf(at, oneTimeTokens, sql`kind = 'reset_password'`)).toMatchObject([{ code_tries: 0 }]);
    expect(await reset({ code, request_token: requestToken })).toMatchObject({ status: 200 });
  });

  it('gives an account without a password its first one', async () => {
    await verifiedUser(at);
    await at.platform.database.rows(sql`delete from credentials`);
    const { token } = await resetAsked(at);
    await reset({ token });
    expect(outcome(await login(at, newer))).toBe('200');
  });

  it.each([
    ['disabled', 'is_active = false'],
    ['deleted', 'deleted_at = now()'],
  ])('refuses the mail of an account that was %s since [A31]', async (_what, change) => {
    await verifiedUser(at);
    const { token } = await resetAsked(at);
    await at.platform.database.rows(sql.raw(`update users set ${change}`));
    const before = await everyRow(at);
    expect(await reset({ token })).toMatchObject(dead);
    expect(await everyRow(at)).toEqual(before);
  });
});

describe('a reset as the first proof of a mailbox', () => {
  it('verifies the address, under a name that no stranger chose, with the new password', async () => {
    await registered(at, { ...ada, password: 'forty grey lockpicks', name: 'Mallory' });
    const { token } = await resetAsked(at);
    const answer = await reset({ token });
    expect(answer).toMatchObject({ status: 200, body: { data: { user: { name: 'ada', email_verified: true } } } });
    expect([
      outcome(await login(at, newer)),
      outcome(await login(at, { ...ada, password: 'forty grey lockpicks' })),
    ]).toEqual(['200', '401 INVALID_CREDENTIALS']);
    expect(await auditOf(at, 'email.verified')).toMatchObject([
      { details: { by: 'password_reset', password: 'kept' } },
    ]);
  });

  it('ends the registrations that wait: neither their links nor their request tokens prove anything more', async () => {
    const theirs = await registered(at, { ...ada, password: 'forty grey lockpicks' });
    const { token } = await resetAsked(at);
    await reset({ token });
    const proof = { token: theirs.token, request_token: theirs.requestToken };
    expect(await post(at, 'verify-email', proof)).toMatchObject(dead);
  });
});
