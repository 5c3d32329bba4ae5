import { sql } from 'drizzle-orm';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';
import { whileHeld } from './held-rows.ts';
import { ada, post, resetAsked } from './people.ts';
import { everyRow } from './records.ts';
import { login, outcome, signedInByBody, tokensIn } from './tokens.ts';

const password = 'seven quiet herons';

describeWith('PostgreSQL', 'what commits while a change of the password waits for the account', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres' });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const live = async () => ((await everyRow(at)).sessions ?? []).filter(({ ended_at }) => ended_at === null);

  it('a session that a sign-in under way begins does not outlive the reset [A34] [A72]', async () => {
    const { sessionId } = await signedInByBody(at);
    const { token } = await resetAsked(at);
    // A sign-in holds the account for share and writes its session: here that of before, as it were written just now.
    await at.platform.database.rows(sql`create table session_to_come as select * from sessions`);
    await at.platform.database.rows(sql`delete from sessions`);
    const [answer] = await whileHeld(
      at,
      {
        holds: sql`select id from users for share`,
        writes: sql`insert into sessions select * from session_to_come`,
      },
      () => post(at, 'password/reset', { token, password }),
    );
    await at.platform.database.rows(sql`drop table session_to_come`);
    expect(outcome(answer)).toBe('200');
    expect((await everyRow(at)).sessions).toMatchObject([{ id: sessionId, end_reason: 'password_reset' }]);
  });

  it('a change by a session that has just been ended does nothing', async () => {
    const { sessionId } = await signedInByBody(at);
    const other = tokensIn(await login(at, ada));
    const [answer] = await whileHeld(
      at,
      {
        holds: sql`select id from users for update`,
        writes: sql`update sessions set ended_at = now(), end_reason = 'ended_elsewhere', version = version + 1
          where id = ${other.sessionId}::uuid`,
      },
      () =>
        post(
          at,
          'password/change',
          { current_password: ada.password, new_password: password },
          { headers: { authorization: `Bearer ${other.accessToken}` } },
        ),
    );
    expect(outcome(answer)).toBe('409 CONFLICT');
    expect(await live()).toMatchObject([{ id: sessionId }]);
    expect(outcome(await login(at, ada))).toBe('200');
  });
});
