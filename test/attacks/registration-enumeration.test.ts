import { sql } from 'drizzle-orm';
import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { sha256 } from '../../lambdas/kernel/crypto.ts';
import { mailBreaker } from '../../lambdas/kernel/http/limits.ts';
import { ada, post, registered, verifiedUser } from '../flows/people.ts';
import { everyRow, rowsOf } from '../flows/records.ts';
import { login } from '../flows/tokens.ts';
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
const states = {
  unknown: async () => undefined,
  pending: (at: TestPlatform) => registered(at),
  verified: (at: TestPlatform) => verifiedUser(at),
  disabled: (at: TestPlatform) => verifiedAnd(at, 'is_active = false'),
  deleted: (at: TestPlatform) => verifiedAnd(at, 'deleted_at = now()'),
};

async function verifiedAnd(at: TestPlatform, change: string): Promise<void> {
  await verifiedUser(at);
  await at.platform.database.rows(sql.raw(`update users set ${change}`));
}

const asks: [string, object][] = [
  ['register', { ...ada, password: 'a stranger asks this', name: 'Eve' }],
  ['verify-email/resend', { email: ada.email }],
];

describe('nobody learns by registering whether an address has an account', () => {
  let at: TestPlatform;
  let nudges: jest.SpyInstance;
  beforeAll(async () => {
    at = await startPlatform();
    nudges = import.meta.jest.spyOn(at.platform.queue, 'nudge');
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  /** Does the same to an address in each state, with its mail budget unspent; what came of it must be the same. */
  async function alike<T>(act: () => Promise<T>): Promise<T> {
    const results: [string, T][] = [];
    for (const [state, make] of Object.entries(states)) {
      await at.reset();
      await make(at);
      at.clock.advance(3601);
      clear();
      results.push([state, await act()]);
    }
    const [[, first] = []] = results;
    expect(results).toEqual(Object.keys(states).map((state) => [state, first]));
    return first as T;
  }

  function clear(): void {
    at.counts.clear();
    nudges.mockClear();
  }

  function cost() {
    const { statements, storeRoundTrips, hashes } = at.counts;
    return { statements: statements.length, storeRoundTrips, hashes, nudges: nudges.mock.calls.length };
  }

  it.each(asks)('%s answers the same bytes for every kind of address [A01] [ASVS 6.3.8]', async (path, body) => {
    const answer = await alike(async () => seen(await post(at, path, body)));
    expect(answer).toMatchObject({ status: 202, setCookies: [] });
  });

  it('registering a verified address changes nothing of its account, and its owner is told [A01]', async () => {
    await verifiedUser(at);
    at.clock.advance(61);
    const before = await everyRow(at);
    await post(at, 'register', { ...ada, password: 'a stranger asks this', name: 'Eve' });
    const mail = await at.mailbox.last(ada.email);
    expect(mail.subject + mail.text).toMatch(/already/i);
    expect(mail.code).toBeNull();
    const { audit_logs: _audit, outbox: _outbox, one_time_tokens: tokens, ...rest } = await everyRow(at);
    expect(rest).toEqual(Object.fromEntries(Object.keys(rest).map((name) => [name, before[name]])));
    expect(tokens?.slice(0, 1)).toEqual(before.one_time_tokens);
    expect(tokens?.slice(1)).toMatchObject([{ kind: 'taken_registration', spent_at: null }]);
  });

  it('signing in with what was just registered is answered alike, at the same cost, for every kind of address [A01] [A02] [A03]', async () => {
    const stranger = { ...ada, password: 'a stranger asks this', name: 'Eve' };
    const answer = await alike(async () => {
      await post(at, 'register', stranger);
      await at.settled();
      clear();
      const signIn = seen(await login(at, stranger));
      return { signIn, cost: cost() };
    });
    expect(answer.signIn.status).toBe(403);
    expect(answer.signIn.body).toContain('EMAIL_NOT_VERIFIED');
  });

  it('a registration of a taken address opens nothing, by none of its tokens, and is forgotten after a day [A01] [A110]', async () => {
    await verifiedUser(at);
    at.clock.advance(61);
    const stranger = { ...ada, password: 'a stranger asks this', name: 'Eve' };
    const { body } = await post(at, 'register', stranger);
    const request_token = body.data?.request_token;
    for (const proof of [{ token: request_token }, { request_token, code: 'ABCD2345' }])
      expect(await post(at, 'verify-email', proof)).toMatchObject({ status: 400 });
    expect(await login(at, ada)).toMatchObject({ status: 200 });
    at.clock.advance(86_400);
    expect(await login(at, stranger)).toMatchObject({ status: 401 });
  });

  it.each(asks)('%s costs the same for every kind of address [A03]', async (path, body) => {
    const costs = await alike(async () => {
      await post(at, path, body);
      return cost();
    });
    expect(costs).toMatchObject({ statements: 2, nudges: 1, hashes: path === 'register' ? 1 : 0 });
  });

  it.each([6, 7])('ask %i costs the same for every kind of address, where five are allowed [A03]', async (turn) => {
    for (const [path, body] of asks) {
      const costs = await alike(async () => {
        for (let asked = 1; asked < turn; asked++) await post(at, path, body, { ip: `192.0.2.${asked}` });
        clear();
        expect(await post(at, path, body)).toMatchObject({ status: 202 });
        return cost();
      });
      expect(costs).toMatchObject({ statements: 2, nudges: 1, hashes: path === 'register' ? 1 : 0 });
    }
  });

  it('a registration costs the same behind five asks for a mail, whoever has an account [A03]', async () => {
    const costs = await alike(async () => {
      const answers = [];
      for (const turn of [1, 2, 3, 4, 5])
        await post(at, 'verify-email/resend', { email: ada.email }, { ip: `192.0.2.${turn}` });
      for (const turn of [1, 2, 3]) {
        clear();
        await post(at, 'register', { ...ada, password: 'a stranger asks this' }, { ip: `192.0.2.${turn}` });
        answers.push(cost());
      }
      return answers;
    });
    expect(costs).toEqual([costs[0], costs[0], costs[0]]);
  });

  it.each(asks)('%s answers and costs the same while the mail breaker is open [A03]', async (path, body) => {
    await alike(async () => {
      const { windowSeconds, max } = mailBreaker;
      await at.platform.store.increment([{ key: `mail-all:${sha256('all')}`, windowSeconds, by: max }]);
      const sent = (await at.mailbox.list()).length;
      clear();
      const answer = seen(await post(at, path, body));
      const costs = cost();
      expect(await at.mailbox.list()).toHaveLength(sent);
      expect(at.logs.join('\n')).toContain('mail breaker open');
      return { answer, costs };
    });
  });

  /** A request token for the address, and the code and link of its mail where one went out. */
  async function askForCode() {
    const answer = await post(at, 'verify-email/resend', { email: ada.email });
    const [mail] = await at.mailbox.list(ada.email);
    const link = mail?.links[0]?.split('#token=')[1];
    return { request_token: answer.body.data?.request_token, code: mail?.code ?? 'AAAA-AAAA', link };
  }

  it('a wrong code costs and answers the same for every kind of address [A03, A111]', async () => {
    const found = await alike(async () => {
      const { request_token } = await askForCode();
      clear();
      const answer = await post(at, 'verify-email', { request_token, code: 'AAAA-AAAA' });
      return { ...cost(), ...seen(answer) };
    });
    expect(found).toMatchObject({ status: 400, statements: 2, storeRoundTrips: 1, hashes: 0 });
  });

  it('after five wrong codes the sixth, even right, is refused alike everywhere [A111] [ASVS 6.6.3]', async () => {
    const answers = await alike(async () => {
      const { request_token, code } = await askForCode();
      const codes = [...new Array<string>(5).fill('AAAA-AAAA'), code];
      const given: ReturnType<typeof seen>[] = [];
      for (const one of codes) given.push(seen(await post(at, 'verify-email', { request_token, code: one })));
      return given;
    });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers).toMatchObject(new Array(6).fill({ status: 400 }));
  });

  it('the link works on after its code has died of wrong tries [A111]', async () => {
    await registered(at);
    at.clock.advance(61);
    const { request_token, link } = await askForCode();
    for (let tries = 0; tries < 6; tries++) await post(at, 'verify-email', { request_token, code: 'AAAA-AAAA' });
    expect(await post(at, 'verify-email', { token: link })).toMatchObject({ status: 200 });
  });

  it('a request token that was answered for an unknown address opens nothing, and stands nowhere', async () => {
    const { body } = await post(at, 'verify-email/resend', { email: 'nobody@example.com' });
    const token = body.data?.request_token;
    for (const proof of [{ token }, { request_token: token, code: 'AAAA-AAAA' }])
      expect(await post(at, 'verify-email', proof)).toMatchObject({ status: 400 });
    expect([await rowsOf(at, users), await rowsOf(at, oneTimeTokens)]).toEqual([[], []]);
  });
});
