/** What sign-ins and sessions leave behind in log, audit, database and error bodies. */
import { ada, signedInBrowser, verifiedUser } from '../flows/people.ts';
import { auditOf, everyRow } from '../flows/records.ts';
import { login, paths, refresh, signedInByBody, tokensIn, whoAmI } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

interface Line {
  message: string;
  error_code?: string | null;
  route?: string | null;
  ip?: string;
  user_id?: string | null;
}
const lines = () => at.logs.map((line) => JSON.parse(line) as Line);
const requests = () => lines().filter(({ message }) => message === 'request');

describe('sign-ins, refreshes and sign-outs, good and bad', () => {
  it('leave no password, token, cookie or statement in logs, audit, rows and error bodies [A93] [A99] [ASVS 16.2.5] [ASVS 16.5.1]', async () => {
    const secrets: string[] = [ada.password, 'wrong horse battery'];
    const refusals: string[] = [];
    const { browser, bearer } = await signedInBrowser(at);
    secrets.push(bearer, ...Object.values(browser.cookies.all()));
    const native = tokensIn(await login(at, ada));
    const next = tokensIn(await refresh(at, native.refreshToken));
    secrets.push(native.accessToken, native.refreshToken, next.accessToken, next.refreshToken);
    await browser.client.session.refresh({ body: {} });
    secrets.push(browser.cookies.get('__Host-refresh') ?? '');
    refusals.push((await login(at, { ...ada, password: 'wrong horse battery' })).text);
    refusals.push((await whoAmI(at, `${bearer}x`)).text);
    refusals.push((await refresh(at, `${next.refreshToken}x`)).text);
    at.clock.advance(11);
    refusals.push((await refresh(at, native.refreshToken)).text);
    refusals.push((await at.call('POST', paths.refresh, { cookies: browser.cookies.all(), body: {} })).text);
    refusals.push(
      (
        await at.call('POST', paths.login, {
          raw: `{"password":"${ada.password}"`,
          headers: { 'content-type': 'application/json' },
        })
      ).text,
    );
    await browser.client.session.logout({ body: {} });
    at.beforeStore(() => {
      throw new Error('a fault of the adapter');
    });
    refusals.push((await login(at, ada)).text);
    const traces = { logs: at.logs, rows: await everyRow(at), audit: await auditOf(at), refusals };
    for (const [where, trace] of Object.entries(traces)) {
      const text = JSON.stringify(trace);
      for (const secret of secrets) expect([where, text.includes(secret)]).toEqual([where, false]);
    }
    expect(refusals.join('\n')).not.toMatch(/select |insert |update |at .*\.ts|node_modules|stack/i);
  });

  it('leave one line of JSON a record, whatever a client puts into its headers and fields [A92] [ASVS 16.4.1]', async () => {
    await verifiedUser(at);
    const evil = '\u001b[31m"}\n{"level":"INFO","message":"session.started"}\u2028\u202e\u0085\u009b31m';
    const headers = { 'user-agent': evil, 'x-request-id': evil, 'sec-ch-ua': evil };
    await login(at, { ...ada, password: 'wrong horse battery' }, { headers });
    await login(at, ada, { headers });
    await login(at, { ...ada, email: evil }, { headers });
    await refresh(at, evil, { headers });
    await at.call('GET', `${paths.me}?${encodeURIComponent(evil)}`, { headers });
    expect(at.logs.filter((line) => /[\x00-\x1f\x7f-\x9f\u2028\u202e]/.test(line))).toEqual([]);
    expect(lines().filter(({ message }) => message === 'session.started')).toEqual([]);
    for (const row of await auditOf(at, 'session.started')) expect(row.user_agent).not.toMatch(/\p{Cc}/u);
  });
});

describe('the log', () => {
  it('has every sign-in, refresh and sign-out, with when, where and who [ASVS 16.3.1] [ASVS 16.2.1]', async () => {
    const { accessToken, refreshToken, userId } = await signedInByBody(at);
    const next = tokensIn(await refresh(at, refreshToken, { ip: '192.0.2.41' }));
    await whoAmI(at, next.accessToken, { ip: '192.0.2.42' });
    await at.call('POST', paths.logout, { headers: { authorization: `Bearer ${accessToken}` }, ip: '192.0.2.43' });
    expect(requests().slice(-3)).toMatchObject([
      { route: paths.refresh, ip: '192.0.2.41', status: 200 },
      { route: paths.me, ip: '192.0.2.42', status: 200, user_id: userId },
      { route: paths.logout, ip: '192.0.2.43', status: 204, user_id: userId },
    ]);
    for (const line of requests()) expect(line).toMatchObject({ timestamp: expect.stringMatching(/Z$/) });
  });

  it('has what was refused, and every try to get around a check [ASVS 16.3.2] [ASVS 16.3.3]', async () => {
    const { browser, bearer } = await signedInBrowser(at);
    at.logs.length = 0;
    const cookies = browser.cookies.all();
    await whoAmI(at, `${bearer}x`);
    await at.call('GET', paths.me);
    await at.call('POST', paths.refresh, { cookies, body: {}, headers: { origin: 'https://evil.example' } });
    await refresh(at, 'forged');
    await refresh(at, cookies['__Host-refresh'] ?? '');
    await login(at, { ...ada, password: 'wrong horse battery' });
    expect(requests().map(({ error_code }) => error_code)).toEqual([
      'TOKEN_INVALID',
      'AUTHENTICATION_REQUIRED',
      'CSRF_FAILED',
      'REFRESH_TOKEN_INVALID',
      'MALFORMED_REQUEST',
      'INVALID_CREDENTIALS',
    ]);
  });

  it('says the hash of each audit row that is written, so that a row cannot vanish unseen [ASVS 16.4.2]', async () => {
    const { refreshToken } = await signedInByBody(at);
    await refresh(at, refreshToken);
    at.clock.advance(11);
    await refresh(at, refreshToken);
    await login(at, { ...ada, password: 'wrong horse battery' });
    await at.settled();
    const said = at.logs.flatMap((line) => /"audit_id":"([^"]+)"/.exec(line)?.[1] ?? []);
    expect(said.sort()).toEqual((await auditOf(at)).map((row) => String(row.id)).sort());
  });
});
