import { sql } from 'drizzle-orm';
import { describeWith, startPlatform, type TestPlatform } from '../platform.ts';
import { whileHeld } from './held-rows.ts';
import { ada, signedInBrowser } from './people.ts';
import { pendingOf, verify, withTotp } from './second-factors.ts';
import { outcome } from './tokens.ts';

describeWith('PostgreSQL', 'a code that is tried while others use up the first window of a lane', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ database: 'postgres' });
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  it('is not looked at, though its statement began before there was a count, right as it is [A47]', async () => {
    const { bearer, userId } = await signedInBrowser(at, ada);
    const { device } = await withTotp(at, bearer);
    at.clock.advance(30);
    const mfaToken = await pendingOf(at, ada);
    const now = at.clock.now().toISOString();
    const holds = sql`
      insert into factor_tries (user_id, kind, lane, in_window, window_started_at, in_a_row)
      values (${userId}::uuid, 'totp', '', 11, ${now}::timestamptz, 10)`;
    const [answer] = await whileHeld(at, { holds }, () => verify(at, mfaToken, 'totp', device.code()));
    expect(outcome(answer)).toBe('429 RATE_LIMITED');
  });
});
