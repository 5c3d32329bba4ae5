import { sql } from 'drizzle-orm';
import { outbox } from '../../lambdas/domain/outbox/outbox.table.ts';
import { sessions } from '../../lambdas/domain/session/session.table.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, post, resetAsked } from './people.ts';
import { rowsOf } from './records.ts';
import { login, outcome, signedInByBody, tokensIn, whoAmI } from './tokens.ts';

/** Their ids alone are more than a row of an answer of the RDS Data API has room for. */
const many = 1_000;

// Each of them is a tombstone of its own, which takes longer than a test usually may.
import.meta.jest.setTimeout(120_000);

describe('whoever has a thousand sessions, on the RDS Data API', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'data-api', limits: false });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  /** A program that signs in anew for each errand: each as long as a browser may call itself. */
  async function busy(): Promise<{ first: string; last: string }> {
    const first = await signedInByBody(at);
    await at.platform.database.rows(sql`
      insert into sessions
      select (jsonb_populate_record(s, jsonb_build_object(
        'id', gen_random_uuid(), 'refresh_hash', md5(n::text), 'user_agent', repeat('x', 512)))).*
      from sessions s, generate_series(1, ${many}::int) n`);
    const last = tokensIn(await login(at, ada));
    await at.settled();
    return { first: first.accessToken, last: last.accessToken };
  }
  it('ends all of them by a reset, and each tombstone lands', async () => {
    const { first, last } = await busy();
    const { token } = await resetAsked(at);
    expect(outcome(await post(at, 'password/reset', { token, password: 'seven quiet herons' }))).toBe('200');
    expect(await rowsOf(at, sessions, sql`ended_at is null`)).toEqual([]);
    for (const bearer of [first, last]) expect((await whoAmI(at, bearer)).status).toBe(401);
    await at.settled();
    expect(await rowsOf(at, outbox, sql`kind = 'session_end' and done_at is null`)).toEqual([]);
  });
});
