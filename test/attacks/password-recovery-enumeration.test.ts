import { sql } from 'drizzle-orm';
import { ada, post, registered, verifiedUser } from '../flows/people.ts';
import { auditOf, everyRow } from '../flows/records.ts';
import { login, outcome } from '../flows/tokens.ts';
import type { CallAnswer } from '../platform/call.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

/** An answer without what is new in every answer; lengths stay. */
function seen({ status, headers, setCookies, text }: CallAnswer) {
  const { 'x-request-id': _id, ...others } = headers;
  const fresh = /"(request_token|timestamp|request_id)":"([^"]*)"/g;
  const body = text.replace(fresh, (_all, name: string, value: string) => `${name}:${'?'.repeat(value.length)}`);
  return { status, headers: others, setCookies, body };
}

/** What an address can be, and what makes it so. */
const states: Record<string, (at: TestPlatform) => Promise<unknown>> = {
  unknown: async () => undefined,
  pending: (at) => registered(at),
  verified: (at) => verifiedUser(at),
  'without a password': (at) => verifiedAnd(at, 'delete from credentials'),
  disabled: (at) => verifiedAnd(at, 'update users set is_active = false'),
  deleted: (at) => verifiedAnd(at, 'update users set deleted_at = now()'),
};

async function verifiedAnd(at: TestPlatform, change: string): Promise<void> {
  await verifiedUser(at);
  await at.platform.database.rows(sql.raw(change));
}

const names = Object.keys(states);

describe('nobody learns by a forgotten password whether an address has an account', () => {
  let at: TestPlatform;
  let nudges: jest.SpyInstance;
  beforeAll(async () => {
    at = await startPlatform();
    nudges = import.meta.jest.spyOn(at.platform.queue, 'nudge');
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  let asks = 0;
  const forgot = () => {
    asks += 1;
    return post(at, 'password/forgot', { email: ada.email }, { ip: `198.51.100.${asks % 250}` });
  };
  /** Does the same to an address in each state; what came of it must be the same. */
  async function alike<T>(act: () => Promise<T>): Promise<T> {
    const results: [string, T][] = [];
    for (const [state, make] of Object.entries(states)) {
      await at.reset();
      await make(at);
      at.clock.advance(3601);
      results.push([state, await act()]);
    }
    const [[, first] = []] = results;
    expect(results).toEqual(names.map((state) => [state, first]));
    return first as T;
  }
  async function costOf(act: () => Promise<unknown>) {
    at.counts.clear();
    nudges.mockClear();
    await act();
    const { statements, storeRoundTrips, hashes } = at.counts;
    return { statements: statements.length, storeRoundTrips, hashes, nudges: nudges.mock.calls.length };
  }

  it('forgot answers the same bytes for every kind of address [A02] [ASVS 6.3.8]', async () => {
    expect(await alike(async () => seen(await forgot()))).toMatchObject({ status: 202, setCookies: [] });
  });

  it('forgot does the same work for every kind of address [A03] [ASVS 6.3.8]', async () => {
    const cost = await alike(() => costOf(forgot));
    expect(cost).toEqual({ statements: 2, storeRoundTrips: 3, hashes: 0, nudges: 1 });
  });

  it('and the same again where the mails of an hour are used up [A03] [A11]', async () => {
    await alike(async () => {
      for (let asked = 0; asked < 6; asked++) await forgot();
      return [seen(await forgot()), await costOf(forgot)];
    });
  });

  it('a wrong code, the sixth try and an unknown request token answer and cost alike [A111]', async () => {
    const results = await alike(async () => {
      const { body } = await forgot();
      const guess = () =>
        post(at, 'password/reset', {
          code: 'AAAA-AAAA',
          request_token: body.data?.request_token,
          password: 'seven quiet herons',
        });
      const told = [];
      for (let tries = 0; tries < 7; tries++) {
        let answer: CallAnswer | undefined;
        const cost = await costOf(async () => {
          answer = await guess();
        });
        told.push([answer && outcome(answer), cost]);
      }
      return told;
    });
    expect(results).toEqual(new Array(7).fill(['400 TOKEN_INVALID', expect.objectContaining({ hashes: 0 })]));
  });

  it('an account without a password answers a sign-in as an unknown address does [A02]', async () => {
    const answers = [];
    for (const state of ['unknown', 'without a password', 'disabled', 'deleted']) {
      await at.reset();
      await states[state]?.(at);
      at.counts.clear();
      const answer = await login(at, ada);
      answers.push([seen(answer), at.counts.hashes, at.counts.statements.length]);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});

describe('a flood of forgotten passwords', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  it('50 for one address from 3 networks in an hour: all 202, five mails and one audit row of the first refusal [A11]', async () => {
    const { userId } = await verifiedUser(at);
    at.clock.advance(3601);
    const before = (await at.mailbox.list(ada.email)).length;
    const statuses = [];
    for (let turn = 0; turn < 50; turn++)
      statuses.push((await post(at, 'password/forgot', { email: ada.email }, { ip: `192.0.2.${turn % 3}` })).status);
    expect(statuses).toEqual(new Array(50).fill(202));
    expect(await at.mailbox.list(ada.email)).toHaveLength(before + 5);
    expect(await auditOf(at, 'mail.asked')).toMatchObject([{ user_id: userId, outcome: 'refused' }]);
  });

  it('does not keep the owner out: a browser that signed in before has five mails of its own [A08]', async () => {
    const browser = at.browser();
    await verifiedUser(at, ada, browser);
    await browser.client.passwordLogin.login({ body: { email: ada.email, password: ada.password } });
    at.clock.advance(3601);
    const before = (await at.mailbox.list(ada.email)).length;
    const ask = (client: { call: typeof browser.call }) =>
      client.call('POST', '/api/v1/auth/password/forgot', { body: { email: ada.email } });
    for (let turn = 0; turn < 8; turn++) await ask(at.browser());
    expect(await at.mailbox.list(ada.email)).toHaveLength(before + 5);
    for (let turn = 0; turn < 8; turn++) await ask(browser);
    expect(await at.mailbox.list(ada.email)).toHaveLength(before + 10);
  });

  it('asks for an address without an account use up nothing that its registration needs', async () => {
    for (let turn = 0; turn < 8; turn++)
      await post(at, 'password/forgot', { email: ada.email }, { ip: `192.0.2.${turn}` });
    expect(await registered(at)).toMatchObject({ code: expect.any(String) });
  });

  it('a stranger’s ask changes nothing but the mail: the owner stays signed in [A08]', async () => {
    await verifiedUser(at);
    const { sessions, credentials, users } = await everyRow(at);
    await post(at, 'password/forgot', { email: ada.email });
    const after = await everyRow(at);
    expect([after.sessions, after.credentials, after.users]).toEqual([sessions, credentials, users]);
  });
});
