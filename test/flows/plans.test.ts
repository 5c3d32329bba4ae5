/** What PostgreSQL thinks of the statements of requests before it runs them. */
import { planOf } from '../platform/plans.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';
import { linkAsked, post, resetAsked, signedInBrowser } from './people.ts';
import { login, paths, refresh, signedInByBody, tokensIn, whoAmI } from './tokens.ts';

/** `jit_above_cost`, as it is by default: compiling such a statement takes longer than any of ours may run. */
const compiledAbove = 100_000;

describeWith('PostgreSQL', 'a statement of a request', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres' });
  });
  afterAll(() => at.close());

  it('is never one that PostgreSQL would compile, on tables that it has not counted', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    await whoAmI(at, accessToken);
    await refresh(at, refreshToken);
    await at.call('POST', paths.logout, { headers: { authorization: `Bearer ${accessToken}` } });
    const { browser } = await signedInBrowser(at, {
      email: 'b@example.com',
      password: 'correct horse battery',
      name: 'B',
    });
    await browser.client.session.refresh({ body: {} });
    const { token } = await linkAsked(at, 'b@example.com');
    await browser.client.magicLink.signInByMail({ body: { token } });
    const reset = await resetAsked(at, 'b@example.com');
    const change = { current_password: 'seven quiet herons', new_password: 'correct horse battery' };
    await post(at, 'password/reset', { token: reset.token, password: change.current_password });
    const fresh = tokensIn(await login(at, { email: 'b@example.com', password: change.current_password }));
    await post(at, 'password/change', change, { headers: { authorization: `Bearer ${fresh.accessToken}` } });
    await at.settled();
    const texts = new Set(
      at.counts.statements.filter((text) => /^\s*(select|with|insert|update|delete)\b/i.test(text)),
    );
    expect(texts.size).toBeGreaterThan(8);
    const costs = [];
    for (const text of texts) costs.push([(await planOf(at.platform.database, text))['Total Cost'], text] as const);
    expect(costs.filter(([cost]) => !(cost < compiledAbove))).toEqual([]);
  });
});
