/** After a deletion nothing of before opens the account, whichever way was begun: also what the deletion did not see. */
import { sql } from 'drizzle-orm';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { enrolledPasskey, loginByPasskey } from '../flows/passkeys.ts';
import { linkAsked, post, resetAsked, type SignedInBrowser, signedInBrowser } from '../flows/people.ts';
import { everyRow, rowsOf } from '../flows/records.ts';
import { pendingOf, verify, withTotp } from '../flows/second-factors.ts';
import { isSignedIn, type SocialPlatform, signInBy, startSocialPlatform } from '../flows/social.ts';
import { login, outcome, whoAmI } from '../flows/tokens.ts';
import { tokenIn } from '../platform.ts';

const person = { email: 'ada@gmail.com', password: 'correct horse battery', name: 'Ada' };
const google = { sub: 'g-1', email: person.email, email_verified: true };
const body = { token_delivery: 'body' };
let at: SocialPlatform;
let me: SignedInBrowser;

beforeAll(async () => {
  at = await startSocialPlatform({ frozen: true, limits: false });
});
beforeEach(async () => {
  await at.reset();
  me = await signedInBrowser(at, person);
  isSignedIn(await signInBy(at, at.browser(), 'google', google));
});
afterAll(() => at.close());

async function leave(): Promise<void> {
  expect(await me.browser.client.account.deleteMe({ bearer: me.bearer })).toMatchObject({ ok: true });
}
/** As if each mailed link had been asked for at the moment of the deletion, which did not see it. */
async function reviveLinks(): Promise<void> {
  await at.platform.database.rows(sql`update one_time_tokens set spent_at = null`);
}

describe('a deleted account is opened', () => {
  it('by no mailed link of before: sign-in, reset, change of address and its taking back [A86]', async () => {
    await me.browser.client.account.changeEmail({ bearer: me.bearer, body: { email: 'ada@new.example.com' } });
    const change = tokenIn(await at.mailbox.last('ada@new.example.com'));
    await at.client.registration.confirmEmail({ body: { token: change } });
    const revert = tokenIn(await at.mailbox.last(person.email));
    const link = await linkAsked(at, 'ada@new.example.com');
    const reset = await resetAsked(at, 'ada@new.example.com');
    await leave();
    await reviveLinks();
    const before = await rowsOf(at, users);
    const answers = [
      await post(at, 'magic-link/verify', { token: link.token, ...body }),
      await post(at, 'magic-link/verify', { request_token: link.requestToken, code: link.code, ...body }),
      await post(at, 'password/reset', { token: reset.token, password: 'seven quiet herons' }),
      await post(at, 'confirm-email', { token: change }),
      await post(at, 'revert-email', { token: revert }),
    ];
    expect(answers.map(outcome)).toEqual(answers.map(() => '400 TOKEN_INVALID'));
    expect(await rowsOf(at, users)).toEqual(before);
  });

  it('by no session, pending sign-in, password or passkey of before [A86]', async () => {
    const enrolled = await enrolledPasskey(at, me.bearer);
    const { device } = await withTotp(at, me.bearer);
    at.clock.advance(30);
    const pending = await pendingOf(at, person);
    await leave();
    const answers = [
      await verify(at, pending, 'totp', device.code()),
      await login(at, person),
      await loginByPasskey(at, enrolled),
      await whoAmI(at, me.bearer),
    ];
    expect(answers.map(outcome)).toEqual([
      '401 TOKEN_INVALID',
      '401 INVALID_CREDENTIALS',
      '401 INVALID_CREDENTIALS',
      '401 TOKEN_INVALID',
    ]);
    expect((await me.browser.client.session.refresh()).ok).toBe(false);
  });

  it('by no provider: it makes another account of the freed address, which has nothing of the old one [A86]', async () => {
    await leave();
    const browser = at.browser();
    isSignedIn(await signInBy(at, browser, 'google', google));
    const { sessions = [] } = await everyRow(at);
    const live = sessions.filter(({ ended_at }) => ended_at === null);
    expect(live).toHaveLength(1);
    expect(live[0]?.user_id).not.toBe(me.userId);
  });
});
