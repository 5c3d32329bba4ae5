import { type SQL, sql } from 'drizzle-orm';
import { outbox } from '../../lambdas/domain/outbox/outbox.table.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, post, registered, verifiedUser } from './people.ts';
import { rowsOf } from './records.ts';
import { login } from './tokens.ts';

describe('what happens between the read and the write of a registration', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  /** Does something just before the second statement of what comes next. */
  function meanwhile(act: () => Promise<unknown>): void {
    const { rows } = at.platform.database;
    let statements = 0;
    const spy = import.meta.jest.spyOn(at.platform.database, 'rows').mockImplementation(async (statement: SQL) => {
      statements += 1;
      if (statements === 2) {
        spy.mockRestore();
        await act();
      }
      return rows(statement);
    });
  }

  it('an account that another registration makes is joined, and both passwords stay with their own', async () => {
    const other = { ...ada, password: 'a newer password 2' };
    meanwhile(() => post(at, 'register', other));
    const answer = await post(at, 'register', ada);
    expect(await rowsOf(at, users)).toHaveLength(1);
    const [mail, ...more] = await at.mailbox.list();
    expect(more).toEqual([]);
    const token = mail?.links[0]?.split('#token=')[1];
    const proof = { token, request_token: answer.body.data?.request_token };
    expect(await post(at, 'verify-email', proof)).toMatchObject({ status: 200 });
    expect([(await login(at, ada)).status, (await login(at, other)).status]).toEqual([200, 401]);
  });

  it('an account that is deleted is made anew, so that nobody waits for a mail in vain', async () => {
    await registered(at);
    at.clock.advance(61);
    meanwhile(() => at.platform.database.rows(sql`update users set deleted_at = now()`));
    const fresh = await registered(at);
    expect(await rowsOf(at, users)).toHaveLength(2);
    const proof = { token: fresh.token, request_token: fresh.requestToken };
    expect(await post(at, 'verify-email', proof)).toMatchObject({ status: 200 });
    expect(await login(at, ada)).toMatchObject({ status: 200 });
  });

  it('a mailbox that is proven gets no mail with a link that would be dead', async () => {
    const first = await registered(at);
    at.clock.advance(61);
    meanwhile(() => post(at, 'verify-email', { token: first.token, request_token: first.requestToken }));
    const later = await post(at, 'register', { ...ada, password: 'a newer password 2' });
    expect(later).toMatchObject({ status: 202 });
    expect(await rowsOf(at, outbox)).toHaveLength(1);
    expect(await at.platform.database.rows(sql`select 1 from one_time_tokens where spent_at is null`)).toEqual([]);
    expect(await login(at, ada)).toMatchObject({ status: 200 });
  });

  it('a proof between finding a token and spending it leaves the later one without effect', async () => {
    const first = await registered(at);
    at.clock.advance(61);
    const second = await registered(at, { ...ada, password: 'a newer password 2' });
    meanwhile(() => post(at, 'verify-email', { token: first.token, request_token: first.requestToken }));
    expect(await post(at, 'verify-email', { token: second.token })).toMatchObject({ status: 400 });
    expect(await login(at, ada)).toMatchObject({ status: 200 });
  });

  it('an account that is disabled between finding its token and spending it is not verified', async () => {
    const { token } = await registered(at);
    meanwhile(() => at.platform.database.rows(sql`update users set is_active = false`));
    // The second statement of a proof that names a password reads the pending ones; the account is gone by the third.
    expect(await post(at, 'verify-email', { token, password: ada.password })).toMatchObject({ status: 400 });
    expect(await rowsOf(at, users)).toMatchObject([{ email_verified_at: null }]);
  });

  it('two registrations at once of a verified address do not touch its account, and send one mail', async () => {
    await verifiedUser(at);
    const before = await rowsOf(at, users);
    at.clock.advance(61);
    meanwhile(() => post(at, 'register', { ...ada, name: 'Eve' }));
    await post(at, 'register', { ...ada, name: 'Mallory' });
    expect(await rowsOf(at, users)).toEqual(before);
    expect(await at.mailbox.list()).toHaveLength(2);
  });
});
