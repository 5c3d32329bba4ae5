import { signIn } from '../../../local/cost/work.ts';
import { ada } from '../../flows/people.ts';
import { login, outcome, signedInByBody, whoAmI } from '../../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../../platform.ts';

describe('the work that a sign-in is priced by', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  afterAll(() => at.close());

  it('is what a running platform does', async () => {
    const { accessToken } = await signedInByBody(at);
    await whoAmI(at, accessToken);
    await at.settled();
    at.counts.clear();
    const items = { writes: 0, reads: 0 };
    at.beforeStore((operation, [first]) => {
      const count = Array.isArray(first) ? first.length : 1;
      items[operation === 'get' ? 'reads' : 'writes'] += count;
    });
    expect(outcome(await login(at, ada))).toBe('200');
    expect({
      statements: at.counts.statements.length,
      storeRoundTrips: at.counts.storeRoundTrips,
      storeWrites: items.writes,
      storeReads: items.reads,
    }).toEqual({
      statements: signIn.statements,
      storeRoundTrips: signIn.storeRoundTrips,
      storeWrites: signIn.storeWrites,
      storeReads: signIn.storeReads,
    });
  });
});
