/** Changes of address against somebody who had the account, or has an address in between. */
import { sql } from 'drizzle-orm';
import {
  ada,
  grace,
  linkAsked,
  post,
  resetAsked,
  type SignedInBrowser,
  signedInBrowser,
  verifiedUser,
} from '../flows/people.ts';
import { login, tokensIn } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform, tokenIn } from '../platform.ts';

const fresh = 'ada@new.example.com';
const invalid = { ok: false, status: 400, code: 'TOKEN_INVALID' };
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

const changes = (email: string) => me.browser.client.account.changeEmail({ bearer: me.bearer, body: { email } });
const confirms = (token: string) => at.client.registration.confirmEmail({ body: { token } });
const reverts = (token: string) => at.client.registration.revertEmail({ body: { token } });
async function asked(email = fresh): Promise<{ token: string }> {
  expect(await changes(email)).toMatchObject({ ok: true });
  return { token: tokenIn(await at.mailbox.last(email)) };
}

describe('a change of address that somebody else began', () => {
  it.each([
    ['taken', grace.email],
    ['free', 'somebody@example.org'],
  ])(
    'ends the ask before it where the address is %s, so that the earlier link tells nothing [A05]',
    async (_what, next) => {
      await verifiedUser(at, grace, at.browser());
      const earlier = await asked();
      await changes(next);
      expect(await confirms(earlier.token)).toMatchObject(invalid);
    },
  );
  it('tells the asker nothing by what a wrong code leaves in their activity, taken or free [A05] [A125]', async () => {
    await verifiedUser(at, grace, at.browser());
    const left: unknown[] = [];
    for (const email of [grace.email, 'somebody@example.org']) {
      const answer = await changes(email);
      if (!answer.ok) throw new Error(answer.code);
      const body = { request_token: answer.data.request_token, code: 'AAAAAAAA' };
      for (let tries = 0; tries < 6; tries++)
        expect(await at.client.registration.confirmEmail({ body })).toMatchObject(invalid);
      const activity = await me.browser.client.account.listActivity({ bearer: me.bearer, query: { per_page: 100 } });
      if (!activity.ok) throw new Error(activity.code);
      left.push(activity.data.filter(({ action }) => action === 'confirm_email.tried').length);
    }
    expect(left).toEqual([5, 10]);
  });
  it('is nothing that a session which was ended from elsewhere leaves behind', async () => {
    const { token } = await asked();
    const owner = tokensIn(await login(at, ada));
    await at.client.session.endOtherSessions({ bearer: owner.accessToken });
    expect(await confirms(token)).toMatchObject(invalid);
  });
  it('is nothing that was written just after the password was reset', async () => {
    const { token } = await asked();
    const reset = await resetAsked(at);
    await post(at, 'password/reset', { token: reset.token, password: 'seven quiet herons' });
    // As by an ask that was under way, which the reset did not see.
    await at.platform.database.rows(sql`update one_time_tokens set spent_at = null where kind = 'confirm_email'`);
    expect(await confirms(token)).toMatchObject(invalid);
  });
  it('outlives that its owner signs out', async () => {
    const { token } = await asked();
    await me.browser.client.session.logout({ bearer: me.bearer });
    expect(await confirms(token)).toMatchObject({ ok: true, data: { user: { email: fresh } } });
  });
  it('kills a link that is asked for at its moment, which neither saw of the other [A31]', async () => {
    const { token } = await asked();
    const [link, reset] = [await linkAsked(at, ada.email), await resetAsked(at)];
    await confirms(token);
    // As by an ask that was under way, which the change of the address did not see.
    await at.platform.database.rows(sql`
      update one_time_tokens set spent_at = null where kind in ('magic_link', 'reset_password')`);
    const proof = { token: link.token, token_delivery: 'body' };
    expect((await post(at, 'magic-link/verify', proof)).status).toBe(400);
    expect((await post(at, 'password/reset', { token: reset.token, password: 'seven quiet herons' })).status).toBe(400);
  });
});

describe('taking back the first of two changes of address', () => {
  /** Two changes; the links that take back the first and the second. */
  async function changedTwice(): Promise<{ token: string; between: string }> {
    await confirms((await asked()).token);
    const token = tokenIn(await at.mailbox.last(ada.email));
    at.clock.advance(1);
    const next = await asked('second@new.example.com');
    await confirms(next.token);
    return { token, between: tokenIn(await at.mailbox.last(fresh)) };
  }
  it('ends the links of changes that came after it, so that the address in between does not take the account', async () => {
    const { token, between } = await changedTwice();
    expect(await reverts(token)).toMatchObject({ ok: true });
    expect(await reverts(between)).toMatchObject(invalid);
    expect((await login(at, ada)).status).toBe(200);
  });
  it('leaves the links of changes that came before it to whoever had the account first', async () => {
    const { token, between } = await changedTwice();
    expect(await reverts(between)).toMatchObject({ ok: true, data: { user: { email: fresh } } });
    expect(await reverts(token)).toMatchObject({ ok: true, data: { user: { email: ada.email } } });
  });
});
