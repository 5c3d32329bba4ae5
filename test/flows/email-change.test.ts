import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { describeWith, startPlatform, type TestPlatform, tokenIn } from '../platform.ts';
import {
  ada,
  grace,
  post,
  registered,
  type SignedInBrowser,
  signedInBrowser,
  tokensOf,
  verifiedUser,
} from './people.ts';
import { auditOf, everyRow, rowsOf } from './records.ts';
import { login, sessionOf, tokensIn, whoAmI } from './tokens.ts';

const fresh = 'ada@new.example.com';
let at: TestPlatform;
let me: SignedInBrowser;

beforeAll(async () => {
  at = await startPlatform({ frozen: true });
});
beforeEach(async () => {
  await at.reset();
  me = await signedInBrowser(at);
});
afterAll(() => at.close());

const changes = (email: string, bearer = me.bearer) =>
  me.browser.client.account.changeEmail({ bearer, body: { email } });
const confirms = (token: string) => at.client.registration.confirmEmail({ body: { token } });
const reverts = (token: string) => at.client.registration.revertEmail({ body: { token } });
const notices = async (to: string) => (await at.mailbox.list(to)).map(({ subject }) => subject);
async function asked(email = fresh): Promise<{ requestToken: string; token: string; code: string }> {
  const answer = await changes(email);
  if (!answer.ok) throw new Error(answer.code);
  const mail = await at.mailbox.last(email);
  return { requestToken: answer.data.request_token, token: tokenIn(mail), code: mail.code ?? '' };
}
const invalid = { ok: false, status: 400, code: 'TOKEN_INVALID' };

describe('asking for another address', () => {
  it('changes nothing until it is confirmed; the new address is told how, the old one that it was asked', async () => {
    await asked();
    const { data } = (await me.browser.client.account.getMe({ bearer: me.bearer })) as { data: { email: string } };
    expect(data.email).toBe(ada.email);
    expect(await notices(fresh)).toHaveLength(1);
    expect(await notices(ada.email)).toHaveLength(2);
  });
  it('needs a proof not older than ten minutes [A100] [ASVS 7.5.1]', async () => {
    at.clock.advance(600.001);
    expect(await changes(fresh)).toMatchObject({ status: 403, code: 'REAUTHENTICATION_REQUIRED' });
    expect(await notices(fresh)).toEqual([]);
  });
  it('answers alike where the address is taken, opens nothing, and tells the owner alone [A05]', async () => {
    await verifiedUser(at, grace, at.browser());
    const free = await changes(fresh);
    const counts = at.counts.statements.length;
    const taken = await changes(grace.email);
    const cost = at.counts.statements.length - counts;
    expect(taken).toMatchObject({ ok: true, status: 202, message: free.message });
    expect((await at.mailbox.last(grace.email)).text).not.toMatch(/token=/);
    expect((await notices(grace.email))[0]).not.toMatch(/confirm/i);
    const again = at.counts.statements.length;
    await changes('other@new.example.com');
    expect(at.counts.statements.length - again).toBe(cost);
  });
  it("sends the account's own mailbox the same, taken or free [A125]", async () => {
    await verifiedUser(at, grace, at.browser());
    await changes(grace.email);
    await changes('somebody@example.org');
    await at.settled();
    const [taken, free] = (await at.mailbox.list(ada.email)).slice(0, 2);
    const neutral = (text = '') => text.replace(/\S*@\S*|\S*\*\S*/g, '…');
    expect(neutral(taken?.text)).toBe(neutral(free?.text));
    expect(taken?.subject).toBe(free?.subject);
  });
  it.each([
    'not an address',
    'a@evil.example,v@x.example',
    '"e@evil.example"@v.example',
    'mıke@x.example',
    'v@x.example\r\nBcc: e@evil.example',
  ])('refuses %j and sends nothing [A18] [A19] [A20]', async (email) => {
    expect(await changes(email)).toMatchObject({ status: 422, details: { fields: { email: expect.any(String) } } });
    await at.settled();
    expect(await notices(ada.email)).toHaveLength(1);
  });
  it('refuses the own address, however it is spelt', async () => {
    expect(await changes(' ADA@Example.com ')).toMatchObject({ status: 422, code: 'VALIDATION_FAILED' });
  });
  it('leaves the newest ask open and no other', async () => {
    const first = await asked();
    const second = await asked('ada@newer.example.com');
    expect(await confirms(first.token)).toMatchObject(invalid);
    expect(await confirms(second.token)).toMatchObject({
      ok: true,
      data: { user: { email: 'ada@newer.example.com' } },
    });
  });
});

describe('confirming another address', () => {
  it('signs in by it from now on; other sessions end, and the one that asked goes on [A100]', async () => {
    const other = tokensIn(await login(at, ada));
    const { token } = await asked();
    expect(await confirms(token)).toMatchObject({ ok: true, data: { user: { email: fresh, email_verified: true } } });
    expect((await whoAmI(at, other.accessToken)).status).toBe(401);
    expect((await whoAmI(at, me.bearer)).body.data).toMatchObject({ email: fresh });
    expect((await login(at, ada)).status).toBe(401);
    expect((await login(at, { ...ada, email: fresh })).status).toBe(200);
    expect(await auditOf(at, 'email.changed')).toMatchObject([{ user_id: me.userId, outcome: 'success' }]);
  });
  it('takes the mailed code with the request token of the ask, and no other', async () => {
    const { requestToken, code } = await asked();
    const stranger = await post(at, 'confirm-email', { request_token: 'A'.repeat(43), code });
    expect(stranger.status).toBe(400);
    const answer = await at.client.registration.confirmEmail({ body: { request_token: requestToken, code } });
    expect(answer).toMatchObject({ ok: true, data: { user: { email: fresh } } });
  });
  it('works once; its spellings are used with it [A26] [A30]', async () => {
    const { token } = await asked();
    await confirms(token);
    for (const spelling of [token, `${token}=`, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`])
      expect(await confirms(spelling)).toMatchObject(invalid);
  });
  it('expires at its second, and not before', async () => {
    const { token } = await asked();
    at.clock.advance(86_400);
    expect(await confirms(token)).toMatchObject(invalid);
    const again = tokensOf(
      ((await me.browser.client.passwordLogin.login({ body: ada })) as { data: { access_token: string } }).data,
    );
    await changes('later@example.org', again.access_token);
    const later = tokenIn(await at.mailbox.last('later@example.org'));
    at.clock.advance(86_399.999);
    expect(await confirms(later)).toMatchObject({ ok: true });
  });
  it('changes nothing where the address was registered meanwhile, by whomever [A74]', async () => {
    const { token } = await asked(grace.email);
    await registered(at, grace, at.browser());
    const before = await rowsOf(at, users);
    expect(await confirms(token)).toMatchObject(invalid);
    expect(await rowsOf(at, users)).toEqual(before);
  });
  it('kills links that were mailed before it, to whichever address [A31] [A124]', async () => {
    const answer = await at.client.registration.resendVerification({ body: { email: ada.email } });
    expect(answer.ok).toBe(true);
    const { token } = await asked();
    await confirms(token);
    const live = await rowsOf(at, oneTimeTokens);
    expect(live.filter((row) => row.spent_at === null).map(({ kind }) => kind)).toEqual(['revert_email']);
  });
});

describe('taking a change of address back', () => {
  async function changed(): Promise<string> {
    const { token } = await asked();
    await confirms(token);
    return tokenIn(await at.mailbox.last(ada.email));
  }
  it('restores the old address, ends every session, and tells both addresses', async () => {
    const token = await changed();
    expect(await reverts(token)).toMatchObject({ ok: true, data: { user: { email: ada.email } } });
    expect((await whoAmI(at, me.bearer)).status).toBe(401);
    expect((await login(at, ada)).status).toBe(200);
    expect(await auditOf(at, 'email.reverted')).toHaveLength(1);
    expect(await notices(ada.email)).toContainEqual(expect.stringMatching(/has this e-mail address again/));
    expect((await notices(fresh))[0]).toMatch(/no longer has this e-mail address/);
  });
  it('works for seven days to the second, and once', async () => {
    const token = await changed();
    at.clock.advance(7 * 86_400 - 0.001);
    expect(await reverts(token)).toMatchObject({ ok: true });
    expect(await reverts(token)).toMatchObject(invalid);
  });
  it('has expired after them', async () => {
    const token = await changed();
    at.clock.advance(7 * 86_400);
    expect(await reverts(token)).toMatchObject(invalid);
  });
  it('is not ended by whatever the new holder changes', async () => {
    const token = await changed();
    const next = await asked('second@new.example.com');
    await confirms(next.token);
    expect(await reverts(token)).toMatchObject({ ok: true, data: { user: { email: ada.email } } });
  });
  it('changes nothing where somebody else has the old address now', async () => {
    const token = await changed();
    await verifiedUser(at, { ...grace, email: ada.email }, at.browser());
    await at.settled();
    const before = await everyRow(at);
    expect(await reverts(token)).toMatchObject(invalid);
    expect((await everyRow(at)).users).toEqual(before.users);
  });
  it('takes no token of another kind [A35]', async () => {
    const { token } = await asked();
    expect(await reverts(token)).toMatchObject(invalid);
    const revert = await (async () => {
      await confirms(token);
      return tokenIn(await at.mailbox.last(ada.email));
    })();
    expect(await confirms(revert)).toMatchObject(invalid);
    expect((await whoAmI(at, revert)).status).toBe(401);
    expect(sessionOf(me.bearer)).toEqual(expect.any(String));
  });
});

describeWith('PostgreSQL', 'fifty confirmations of one address at once', () => {
  let real: TestPlatform;
  beforeAll(async () => {
    real = await startPlatform({ database: 'postgres', limits: false });
  });
  afterAll(() => real.close());

  it('change it once [A27]', async () => {
    const person = await signedInBrowser(real);
    await person.browser.client.account.changeEmail({ bearer: person.bearer, body: { email: fresh } });
    const token = tokenIn(await real.mailbox.last(fresh));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => real.client.registration.confirmEmail({ body: { token } })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await auditOf(real, 'email.changed')).toHaveLength(1);
  });
  it('of two accounts for one address give it to one of them', async () => {
    const [one, two] = [
      await signedInBrowser(real, { ...ada, email: 'one@example.com' }),
      await signedInBrowser(real, { ...grace, email: 'two@example.com' }),
    ];
    const wanted = 'wanted@example.com';
    const tokens: string[] = [];
    for (const { browser, bearer } of [one, two]) {
      await browser.client.account.changeEmail({ bearer, body: { email: wanted } });
      tokens.push(tokenIn(await real.mailbox.last(wanted)));
    }
    const answers = await Promise.all(
      tokens.map((token) => real.client.registration.confirmEmail({ body: { token } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });
});
