/** What a password login tells, and what it takes for a password. */
import { sql } from 'drizzle-orm';
import { credentials } from '../../lambdas/domain/credential/credential.table.ts';
import { hashPassword } from '../../lambdas/domain/credential/password-hash.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { ada, registered, verifiedUser } from '../flows/people.ts';
import { rowsOf } from '../flows/records.ts';
import { login, outcome, paths } from '../flows/tokens.ts';
import type { CallAnswer } from '../platform/call.ts';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';

const cred = '401 INVALID_CREDENTIALS';
const val = '422 VALIDATION_FAILED';
const wrongPassword = 'wrong horse battery';

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform({ frozen: true });
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const statement = (text: ReturnType<typeof sql>) => at.platform.database.rows(text);

/** Every account that cannot be signed in to, and the password that is tried. */
const accounts: [string, string, () => Promise<unknown>][] = [
  ['an unknown address', ada.password, async () => undefined],
  ['a wrong password', wrongPassword, () => verifiedUser(at)],
  ['a wrong password of an unverified address', wrongPassword, () => registered(at)],
  ['a wrong password of a disabled account', wrongPassword, () => changed(sql`is_active = false`)],
  ['the right password of a disabled account', ada.password, () => changed(sql`is_active = false`)],
  ['the right password of a deleted account', ada.password, () => changed(sql`deleted_at = now()`)],
  [
    'an account without a password',
    ada.password,
    () => verifiedUser(at).then(() => statement(sql`delete from credentials`)),
  ],
];
async function changed(set: ReturnType<typeof sql>) {
  await verifiedUser(at);
  await statement(sql`update users set ${set}`);
}

describe('a refused sign-in', () => {
  /** Everything but what differs in every answer. */
  const bytes = ({ status, headers, text, setCookies }: CallAnswer) => ({
    status,
    headers: { ...headers, 'x-request-id': '' },
    text: text.replace(/"metadata":.*/, ''),
    setCookies,
  });
  async function refusalOf(password: string, prepare: () => Promise<unknown>) {
    await prepare();
    at.counts.clear();
    const answer = await login(at, { ...ada, password });
    await at.settled();
    const { statements, storeRoundTrips, hashes } = at.counts;
    return { answer: bytes(answer), cost: { statements: [...statements], storeRoundTrips, hashes } };
  }

  it.each(accounts)(
    'has the same bytes for %s as for an unknown address [A02] [ASVS 6.3.8]',
    async (_, password, prepare) => {
      const unknown = await refusalOf(ada.password, async () => undefined);
      await at.reset();
      expect((await refusalOf(password, prepare)).answer).toEqual(unknown.answer);
      expect(unknown.answer).toMatchObject({ status: 401, setCookies: [] });
    },
  );

  it.each(accounts)(
    'costs for %s two hashes, the same two statements and one round trip [A03] [ASVS 6.3.8]',
    async (_, password, prepare) => {
      const unknown = await refusalOf(ada.password, async () => undefined);
      await at.reset();
      const { cost } = await refusalOf(password, prepare);
      expect(cost).toEqual(unknown.cost);
      expect([cost.hashes, cost.statements.length, cost.storeRoundTrips]).toEqual([2, 2, 1]);
    },
  );

  it('tells of an unverified address after the right password alone [A02]', async () => {
    await registered(at);
    expect(outcome(await login(at, { ...ada, password: wrongPassword }))).toBe(cred);
    expect(outcome(await login(at, ada))).toBe('403 EMAIL_NOT_VERIFIED');
  });

  it('tells nothing by its limits: the first 429 and the next have the same bytes and cost for both [A03] [ASVS 6.3.8]', async () => {
    const limitedOf = async (prepare: () => Promise<unknown>) => {
      await at.reset();
      await prepare();
      for (let time = 0; time < 5; time += 1) await login(at, { ...ada, password: wrongPassword });
      return [
        await refusalOf(wrongPassword, async () => undefined),
        await refusalOf(ada.password, async () => undefined),
      ];
    };
    const known = await limitedOf(() => verifiedUser(at));
    expect(known).toEqual(await limitedOf(async () => undefined));
    expect(known.map(({ answer, cost }) => [answer.status, cost.hashes])).toEqual([
      [429, 0],
      [429, 0],
    ]);
  });
});

describe('a password', () => {
  async function set(password: string) {
    await verifiedUser(at);
    const hash = await hashPassword(at.platform, password);
    await statement(sql`update credentials set secret = ${hash}::text`);
  }
  const tried = async (password: string) => outcome(await login(at, { ...ada, password }));

  it.each([
    ['behind 72 bytes', `${'a'.repeat(72)}X`, `${'a'.repeat(72)}Y`, 'a'.repeat(72)],
    ['of 64 emoji at its end', '🔐'.repeat(64), `${'🔐'.repeat(63)}🔑`, '🔐'.repeat(18)],
    ['in the case of a letter', 'Correct horse battery', 'correct horse battery', 'Correct horse batterY'],
    ['in white space around it', ' correct horse battery', 'correct horse battery', 'correct horse battery '],
  ])('is told from another that differs %s [A12] [ASVS 6.2.8]', async (_where, right, ...others) => {
    await set(right);
    expect(await tried(right)).toBe('200');
    for (const other of others) expect(await tried(other)).toBe(cred);
  });

  it('is not cut at a NUL, which nobody can try [A13]', async () => {
    await set('abcdefghijkl');
    at.counts.clear();
    expect([await tried('abcdefghijkl\0def'), await tried('abcdefghijkl\0')]).toEqual([val, val]);
    expect(at.counts.hashes).toBe(0);
    expect([await tried('abcdefghijk'), await tried('abcdefghijkl')]).toEqual([cred, '200']);
  });

  it('is one however a keyboard composes it; a lone surrogate is no password [A14] [A122]', async () => {
    await set('motörhead übermut ﬁ'.normalize('NFC'));
    expect(await tried('motörhead übermut ﬁ'.normalize('NFD'))).toBe('200');
    const raw = `{"email":"${ada.email}","password":"abc\\ud800def","token_delivery":"body"}`;
    const answer = await at.call('POST', paths.login, { raw, headers: { 'content-type': 'application/json' } });
    expect(outcome(answer)).toBe(val);
  });

  it.each([
    ['of a megabyte', 'x'.repeat(1 << 20), '413 PAYLOAD_TOO_LARGE'],
    ['of 1,025 characters', 'x'.repeat(1025), val],
    ['that is a number', 12345678, val],
    ['that is a list', [], val],
    ['that is an operator', { $ne: 1 }, val],
    ['that is null', null, val],
    ['that is empty', '', val],
    ['that is missing', undefined, val],
  ])('%s is refused before any hash or statement runs [A15]', async (_what, password, refusal) => {
    await verifiedUser(at);
    at.counts.clear();
    const answer = await at.call('POST', paths.login, { body: { ...ada, password, token_delivery: 'body' } });
    expect(outcome(answer)).toBe(refusal);
    expect([at.counts.hashes, at.counts.statements]).toEqual([0, []]);
  });

  it.each(['\0', '\ud800'])('is refused together with an address that holds %j [A122]', async (character) => {
    const answer = await login(at, { ...ada, email: `ada${character}@example.com` });
    expect(outcome(answer)).toBe(val);
  });
});

describe('a stored hash', () => {
  const body = 'abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234';
  it.each([
    '',
    '!x',
    '$2x$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e',
    `$9z$10$${body}`,
    `$2b$31$${body}`,
    '$2b$10$short',
    '$gh1$',
    `$gh1$gone$2b$04$${body}`,
    `$gh2$x$2b$04$${body}`,
    'null',
  ])('that is foreign or broken is like a wrong password, at the same cost: %j [A16] [A126]', async (secret) => {
    await verifiedUser(at);
    await statement(sql`update credentials set secret = ${secret}::text`);
    at.counts.clear();
    expect(outcome(await login(at, ada))).toBe(cred);
    expect(at.counts.hashes).toBe(2);
  });

  it('that is missing is like a wrong password [A126]', async () => {
    await verifiedUser(at);
    await statement(sql`delete from credentials`);
    expect(outcome(await login(at, ada))).toBe(cred);
  });
});

describe('an account that changes while its hash runs', () => {
  /** Runs once, between the reading of the account and the evaluation of its hash. */
  function meanwhile(change: () => Promise<unknown>): void {
    const { ring } = at.platform.keys;
    let done = false;
    const spy = import.meta.jest.spyOn(at.platform.keys, 'ring').mockImplementation(async (purpose) => {
      if (purpose === 'pepper' && !done) {
        done = true;
        await change();
        spy.mockRestore();
      }
      return ring(purpose);
    });
  }
  const raised = sql`version = version + 1`;

  it.each([
    ['disabled', sql`is_active = false, ${raised}`],
    ['deleted', sql`deleted_at = now(), ${raised}`],
  ])('starts no session once it is %s [ASVS 7.4.2] [A34]', async (_state, set) => {
    await verifiedUser(at);
    meanwhile(() => statement(sql`update users set ${set}`));
    expect(outcome(await login(at, ada))).toBe(cred);
    expect(await rowsOf(at, sessions)).toEqual([]);
  });

  it('is not opened by a password that is no longer its own, and does not get it back by a renewed hash [A34]', async () => {
    await verifiedUser(at);
    const changedTo = await hashPassword(at.platform, 'another horse battery');
    await at.platform.keys.rotate('pepper');
    meanwhile(async () => {
      await statement(sql`update credentials set secret = ${changedTo}::text`);
      await statement(sql`update users set ${raised}`);
    });
    expect(outcome(await login(at, ada))).toBe(cred);
    expect(await rowsOf(at, sessions)).toEqual([]);
    expect(await rowsOf(at, credentials)).toMatchObject([{ secret: changedTo }]);
  });

  it('is signed in to where the change was of another kind', async () => {
    await verifiedUser(at);
    meanwhile(() => statement(sql`update users set name = 'Countess', ${raised}`));
    const answer = await login(at, ada);
    expect([outcome(answer), answer.body.data?.user]).toMatchObject(['200', { name: 'Countess' }]);
    expect(await rowsOf(at, sessions)).toHaveLength(1);
  });
});

describeWith('PostgreSQL', 'an account whose change is not committed yet, on PostgreSQL', () => {
  it('is waited for: the sign-in goes by what the change leaves [A34] [ASVS 7.4.2]', async () => {
    const own = await startPlatform({ database: 'postgres' });
    await verifiedUser(own);
    own.counts.clear();
    const { pending } = await own.platform.database.transaction(async (tx) => {
      await tx.execute(sql`update users set is_active = false, version = version + 1`);
      const started = login(own, ada);
      // begin, the change, the account's read, the session's write: the last one now waits for this transaction.
      while (own.counts.statements.length < 4) await new Promise((resolve) => setImmediate(resolve));
      return { pending: started };
    });
    expect(outcome(await pending)).toBe(cred);
    expect(await rowsOf(own, sessions)).toEqual([]);
    await own.close();
  });
});
