import { sql } from 'drizzle-orm';
import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { ada, grace, linkAsked, post, registered, resetAsked, verifiedUser } from '../flows/people.ts';
import { everyRow, rowsOf } from '../flows/records.ts';
import { outcome, refresh, signedInByBody, whoAmI } from '../flows/tokens.ts';
import type { CallAnswer } from '../platform/call.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { respelled } from './respelled.ts';

const dead = { status: 400, body: { error: { code: 'TOKEN_INVALID' } } };
const unknownToken = 'A'.repeat(43);

let at: TestPlatform;
let nudges: jest.SpyInstance;
beforeAll(async () => {
  at = await startPlatform();
  nudges = import.meta.jest.spyOn(at.platform.queue, 'nudge');
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const ask = (email = ada.email, turn = 1) => post(at, 'magic-link', { email }, { ip: `192.0.2.${turn}` });
const verify = (proof: object) => post(at, 'magic-link/verify', { token_delivery: 'body', ...proof });

describe('nobody learns by a sign-in link whether an address has an account', () => {
  const states = {
    unknown: async () => undefined,
    pending: () => registered(at),
    verified: () => verifiedUser(at),
    disabled: () => verifiedAnd('is_active = false'),
    deleted: () => verifiedAnd('deleted_at = now()'),
  };

  /** Does the same to an address in each state; what came of it must be the same. */
  async function alike<T>(act: () => Promise<T>): Promise<T> {
    const results: [string, T][] = [];
    for (const [state, make] of Object.entries(states)) {
      await at.reset();
      await make();
      // Its mail budget is whole again.
      at.clock.advance(3601);
      clear();
      results.push([state, await act()]);
    }
    const [[, first] = []] = results;
    expect(results).toEqual(Object.keys(states).map((state) => [state, first]));
    return first as T;
  }

  it.each([1, 6, 7])(
    'ask %i is answered by the same bytes at the same cost, where five are mailed [A03]',
    async (turn) => {
      const seenBy = await alike(async () => {
        for (let asked = 1; asked < turn; asked++) await ask(ada.email, asked);
        clear();
        const answer = seen(await ask(ada.email, turn));
        const { statements, storeRoundTrips } = at.counts;
        return { answer, statements: statements.length, storeRoundTrips, nudges: nudges.mock.calls.length };
      });
      expect(seenBy).toMatchObject({ answer: { status: 202, setCookies: [] }, statements: 2, nudges: 1 });
    },
  );

  it('the sixth try of a code, even right, is refused like the first wrong one of nobody [A111]', async () => {
    await verifiedUser(at);
    const { code, requestToken, token } = await linkAsked(at);
    const nobody = String((await ask('nobody@example.com')).body.data?.request_token);
    const tries = async (request_token: string) => {
      const answers = [];
      for (const typed of ['22222222', '33333333', '44444444', '55555555', '66666666', code])
        answers.push(seen(await verify({ code: typed, request_token })));
      return answers;
    };
    const refused = await tries(requestToken);
    expect(refused).toEqual(await tries(nobody));
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([400]));
    expect(await verify({ token })).toMatchObject({ status: 200 });
  });

  function clear(): void {
    at.counts.clear();
    nudges.mockClear();
  }

  async function verifiedAnd(change: string): Promise<void> {
    await verifiedUser(at);
    await at.platform.database.rows(sql.raw(`update users set ${change}`));
  }

  /** An answer without what is new in every answer; lengths stay. */
  function seen({ status, headers, setCookies, text }: CallAnswer) {
    const { 'x-request-id': _id, ...others } = headers;
    const fresh = /"(request_token|timestamp|request_id)":"([^"]*)"/g;
    const body = text.replace(fresh, (_all, name: string, value: string) => `${name}:${'?'.repeat(value.length)}`);
    return { status, headers: others, setCookies, body };
  }
});

describe('a mailbox that is flooded with sign-in links', () => {
  it('gets five an hour over all kinds of mail, however often and from wherever they are asked for [A11]', async () => {
    await verifiedUser(at);
    at.clock.advance(3601);
    for (let turn = 0; turn < 50; turn++) {
      const path = turn % 2 === 0 ? 'magic-link' : 'password/forgot';
      const email = turn % 3 === 0 ? ' ADA@example.com' : ada.email;
      expect(await post(at, path, { email }, { ip: `192.0.2.${turn % 3}` })).toMatchObject({ status: 202 });
    }
    // One of the verification before.
    expect(await at.mailbox.list(ada.email)).toHaveLength(6);
  });

  it('20 asks an hour are all that one address of the internet has', async () => {
    const statuses = [];
    for (let turn = 0; turn < 22; turn++) statuses.push((await ask(`v${turn}@example.com`)).status);
    expect(statuses).toEqual([...new Array(20).fill(202), 429, 429]);
  });

  it('what the budget refuses leaves the mail that came alive', async () => {
    await verifiedUser(at);
    at.clock.advance(3601);
    const mails = [];
    for (let turn = 0; turn < 5; turn++) mails.push(await linkAsked(at, ada.email, { ip: `192.0.2.${turn}` }));
    await ask(ada.email, 9);
    expect(await verify({ token: mails[4]?.token })).toMatchObject({ status: 200 });
  });
});

describe('tokens of sign-in links', () => {
  it('the link, opened by scanners with HEAD and GET, consumes nothing; one POST does [A25]', async () => {
    await verifiedUser(at);
    const { token } = await linkAsked(at);
    const link = new URL((await at.mailbox.last(ada.email)).links[0] ?? '');
    expect([link.pathname, link.search, link.hash]).toEqual(['/magic-link', '', `#token=${token}`]);
    const before = await everyRow(at);
    for (const method of ['HEAD', 'GET', 'GET', 'GET']) await at.call(method, link.pathname);
    for (const method of ['HEAD', 'GET', 'PUT', 'DELETE', 'PATCH'])
      for (const query of ['', `?token=${token}`])
        expect((await at.call(method, `/api/v1/auth/magic-link/verify${query}`)).status).toBe(405);
    expect(await everyRow(at)).toEqual(before);
    expect(await verify({ token })).toMatchObject({ status: 200 });
    expect(await verify({ token })).toMatchObject(dead);
  });

  it('are taken once, and their twin spellings never [A26, A30]', async () => {
    await verifiedUser(at);
    const { token } = await linkAsked(at);
    const before = await everyRow(at);
    for (const twin of respelled(token)) expect(await verify({ token: twin })).toMatchObject(dead);
    expect(await everyRow(at)).toEqual(before);
    expect(await verify({ token })).toMatchObject({ status: 200 });
    const after = await everyRow(at);
    for (const twin of [token, ...respelled(token)]) expect(await verify({ token: twin })).toMatchObject(dead);
    expect(await everyRow(at)).toEqual(after);
  });

  it('are tokens of no other kind, and no other kind is one of them [A35]', async () => {
    await verifiedUser(at);
    const link = await linkAsked(at);
    const reset = await resetAsked(at);
    const waits = await registered(at, grace);
    const before = await everyRow(at);
    for (const token of [reset.token, waits.token, link.requestToken, reset.requestToken])
      expect(await verify({ token })).toMatchObject(dead);
    for (const token of [link.token, link.requestToken]) {
      expect(await post(at, 'verify-email', { token })).toMatchObject(dead);
      expect(await post(at, 'password/reset', { token, password: grace.password })).toMatchObject(dead);
      expect(await post(at, 'accept-invitation', { token, name: 'Eve', password: grace.password })).toMatchObject(dead);
      expect(outcome(await whoAmI(at, token))).toBe('401 TOKEN_INVALID');
      expect(outcome(await refresh(at, token))).toBe('401 REFRESH_TOKEN_INVALID');
    }
    expect(await everyRow(at)).toEqual(before);
    // The codes are each of their own kind, too.
    expect(await verify({ code: reset.code, request_token: reset.requestToken })).toMatchObject(dead);
    expect(await verify({ token: link.token })).toMatchObject({ status: 200 });
  });

  it('die with a change of the password, and so do their codes [A124]', async () => {
    const { accessToken } = await signedInByBody(at);
    const { token, code, requestToken } = await linkAsked(at);
    const changed = await at.client.passwordRecovery.changePassword({
      bearer: accessToken,
      body: { current_password: ada.password, new_password: 'seven quiet herons' },
    });
    expect(changed).toMatchObject({ ok: true });
    expect(await verify({ token })).toMatchObject(dead);
    expect(await verify({ code, request_token: requestToken })).toMatchObject(dead);
  });

  it('die with a reset of the password, and with a change of the address, at the old one and at the new [A31] [A124]', async () => {
    const { accessToken } = await signedInByBody(at);
    const first = await linkAsked(at);
    const moved = await at.client.account.changeEmail({ bearer: accessToken, body: { email: 'new@example.com' } });
    expect(moved).toMatchObject({ ok: true });
    const confirmation = (await at.mailbox.last('new@example.com')).links[0]?.split(/#token=|&/)[1];
    expect(await post(at, 'confirm-email', { token: confirmation })).toMatchObject({ status: 200 });
    expect(await verify({ token: first.token })).toMatchObject(dead);
    const second = await linkAsked(at, 'new@example.com');
    const { token } = await resetAsked(at, 'new@example.com');
    expect(await post(at, 'password/reset', { token, password: 'seven quiet herons' })).toMatchObject({ status: 200 });
    expect(await verify({ token: second.token })).toMatchObject(dead);
  });

  it.each([
    ['token', { token: 'A\0B' }],
    ['token', { token: 'A\ud800B' }],
    ['request_token', { request_token: 'A\0B', code: 'AAAA-AAAA' }],
    ['code', { request_token: unknownToken, code: 'A\ud800' }],
    ['device_name', { token: unknownToken, device_name: 'A\0' }],
  ])('a raw NUL or a lone surrogate in %s is refused, and never reaches the database [A122]', async (field, proof) => {
    at.counts.clear();
    expect(await verify(proof)).toMatchObject({
      status: 422,
      body: { error: { details: { fields: { [field]: expect.any(String) } } } },
    });
    expect(at.counts.statements).toEqual([]);
  });

  it.each([
    ['Host', 'evil.example'],
    ['Host', 'good.example@evil.example'],
    ['X-Forwarded-Host', 'evil.example'],
    ['X-Forwarded-Host', 'auth.example.com@evil.example'],
    ['X-Original-Host', 'evil.example'],
    ['Forwarded', 'for=1.2.3.4;host=evil.example;proto=http'],
    ['X-Forwarded-Proto', 'http'],
  ])('%s: %s moves no sign-in link away from the configured origin [A24]', async (name, value) => {
    await verifiedUser(at);
    await post(at, 'magic-link', { email: ada.email }, { headers: { [name]: value } });
    const { links, text, html } = await at.mailbox.last(ada.email);
    expect(links).toEqual([expect.stringMatching(/^https:\/\/auth\.example\.com\/magic-link#token=/)]);
    expect(`${text}\n${html}`).not.toContain('evil.example');
  });

  it('leave no trace: no token, code or request token stands in a row or in the log [A93]', async () => {
    await verifiedUser(at);
    const { token, code, requestToken } = await linkAsked(at);
    await verify({ code: '22222222', request_token: requestToken });
    await verify({ token });
    const kept = JSON.stringify(await everyRow(at)) + at.logs.join('\n');
    for (const secret of [token, code, requestToken]) expect(kept).not.toContain(secret);
    const [row] = await rowsOf(at, oneTimeTokens, sql`kind = 'magic_link'`);
    expect(String(row?.code_hash)).toMatch(/^[\w-]+\.[\w-]{43}$/);
  });
});
