import { identities } from '../../lambdas/domain/identity/identity.table.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import type { Browser } from '../platform/browser.ts';
import { planOf } from '../platform/plans.ts';
import { describeWith } from '../platform.ts';
import type { Account, ProviderId } from '../services/identity-providers.ts';
import { ada, grace, post, registered, signedInBrowser } from './people.ts';
import { rowsOf } from './records.ts';
import {
  bearerOf,
  comeBack,
  gmail,
  isSignedIn,
  leave,
  type SocialPlatform,
  signInBy,
  startSocialPlatform,
} from './social.ts';

const club: Account = { sub: 'c-1' };
const page = 'https://auth.example.com/account/security';

describeWith('PostgreSQL', 'sign-ins by a provider, on a database that does many things at once,', () => {
  let at: SocialPlatform;
  beforeAll(async () => {
    at = await startSocialPlatform({ database: 'postgres' });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  async function linked(browser: Browser, bearer: string, provider: ProviderId, account: Account) {
    const begun = await browser.client.socialLogin.link({ bearer, params: { id: provider } });
    if (!begun.ok) throw new Error(begun.code);
    return comeBack(at, browser, provider, at.idp.agree(begun.data.url, account));
  }

  it('make one account of eight first ones at once', async () => {
    const browsers = Array.from({ length: 8 }, () => at.browser());
    const backs = await Promise.all(browsers.map(async (one) => at.idp.agree(await leave(one, 'google'), gmail)));
    const answers = await Promise.all(browsers.map((one, index) => comeBack(at, one, 'google', backs[index] ?? {})));
    for (const answer of answers) isSignedIn(answer);
    const counts = [await rowsOf(at, users), await rowsOf(at, identities), await rowsOf(at, sessions)];
    expect(counts.map(({ length }) => length)).toEqual([1, 1, 8]);
  });

  it('give an identity that two accounts link at once to one of them', async () => {
    const people = [await signedInBrowser(at, ada), await signedInBrowser(at, grace)];
    const answers = await Promise.all(people.map(({ browser, bearer }) => linked(browser, bearer, 'club', club)));
    const places = answers.map(({ headers }) => headers.location).sort();
    expect(places).toEqual([`${page}#error=OAUTH_FAILED&reason=taken`, `${page}#linked=club`]);
    expect(await rowsOf(at, identities)).toHaveLength(1);
  });

  it('leave one way in where both are unlinked at once', async () => {
    const browser = at.browser();
    const authTime = Math.floor(at.clock.now().getTime() / 1000);
    const apple = { sub: 'a', email: 'x@icloud.example', email_verified: true, auth_time: authTime };
    isSignedIn(await signInBy(at, browser, 'apple', apple));
    const bearer = await bearerOf(browser);
    await linked(browser, bearer, 'club', club);
    const both = await rowsOf(at, identities);
    const answers = await Promise.all(
      both.map(({ id }) => browser.client.socialLogin.unlink({ bearer, params: { id: String(id) } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect(await rowsOf(at, identities)).toHaveLength(1);
  });

  it('leave no session behind of an identity that is unlinked at the same moment', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    for (let round = 0; round < 5; round += 1) {
      await linked(browser, bearer, 'club', club);
      const [{ id } = { id: '' }] = await rowsOf(at, identities);
      const others = [at.browser(), at.browser()];
      const backs = await Promise.all(others.map(async (one) => at.idp.agree(await leave(one, 'club'), club)));
      const [unlinked] = await Promise.all([
        browser.client.socialLogin.unlink({ bearer, params: { id: String(id) } }),
        ...others.map((one, index) => comeBack(at, one, 'club', backs[index] ?? {})),
      ]);
      expect(unlinked).toMatchObject({ status: 204 });
      for (const other of others)
        expect(await other.client.session.refresh({ body: {} })).toMatchObject({ code: 'REFRESH_TOKEN_INVALID' });
    }
  });

  it('prove a mailbox once where its link is opened at the same moment', async () => {
    const { token, requestToken } = await registered(at, { ...ada, email: 'ada@gmail.com' });
    const browser = at.browser();
    const back = at.idp.agree(await leave(browser, 'google'), gmail);
    const [social, mailed] = await Promise.all([
      comeBack(at, browser, 'google', back),
      post(at, 'verify-email', { token, request_token: requestToken }),
    ]);
    isSignedIn(social);
    expect([200, 400]).toContain(mailed.status);
    const login = await post(at, 'login', { email: 'ada@gmail.com', password: ada.password, token_delivery: 'body' });
    expect(login.status).toBe(mailed.status === 200 ? 200 : 401);
    expect(await rowsOf(at, identities)).toHaveLength(1);
  });

  it('ask nothing that PostgreSQL would compile, and know a person by two statements', async () => {
    await signInBy(at, at.browser(), 'google', gmail);
    at.counts.clear();
    isSignedIn(await signInBy(at, at.browser(), 'google', gmail));
    const statements = at.counts.statements.filter((text) => /^\s*(select|with)\b/i.test(text));
    expect(statements).toHaveLength(2);
    for (const text of statements)
      expect((await planOf(at.platform.database, text))['Total Cost']).toBeLessThan(100_000);
  });
});
