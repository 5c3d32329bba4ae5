import { findPending, keepPending, takePending } from '../../../lambdas/domain/session/pending-sign-in.ts';
import { findUser } from '../../../lambdas/domain/user/users.ts';
import type { Context } from '../../../lambdas/kernel/context.ts';
import { contextOf, verifiedUser } from '../../flows/people.ts';
import { startPlatform, type TestPlatform } from '../../platform.ts';

let at: TestPlatform;
let context: Context;
let token: string;

beforeAll(async () => {
  at = await startPlatform({ frozen: true });
});
beforeEach(async () => {
  await at.reset();
  const { userId } = await verifiedUser(at);
  const user = await findUser(at.platform.database, userId);
  if (!user) throw new Error('nobody is there');
  context = contextOf(at);
  const proof = { method: 'password', amr: ['pwd'], isMultiFactor: false, stepsUp: true };
  const client = { delivery: 'cookie', deviceName: null, deviceCookie: 'never kept' } as const;
  token = await keepPending(context, user, proof, client, ['totp']);
});
afterAll(() => at.close());

const from = (userAgent: string): Context => ({ ...context, request: { ...context.request, userAgent } });

describe('a pending sign-in', () => {
  it('is found as often as it is looked for, and says what was proven', async () => {
    for (let turn = 0; turn < 2; turn++)
      expect(await findPending(context, token)).toMatchObject({
        userVersion: expect.any(Number),
        proof: { method: 'password', amr: ['pwd'] },
        client: { delivery: 'cookie', deviceName: null },
        methods: ['totp'],
      });
  });
  it('keeps no cookie and no token', async () => {
    const kept = JSON.stringify(await findPending(context, token));
    expect(kept).not.toContain('never kept');
    expect(kept).not.toContain(token);
  });
  it('is taken once: a retry of the same request gets it again, another one does not', async () => {
    expect(await takePending(context, token)).not.toBeNull();
    expect(await takePending(context, token)).not.toBeNull();
    expect(await takePending(contextOf(at), token)).toBeNull();
    expect(await findPending(context, token)).toBeNull();
  });
  it('is nothing to another user agent, which does not use it up', async () => {
    expect(await findPending(from('another'), token)).toBeNull();
    expect(await findPending(context, token)).not.toBeNull();
  });
  it('is nothing after a restore of the database, whose users may have that version again', async () => {
    const epoch = new Date(at.clock.now().getTime() + 1);
    const restored = { ...context, config: { ...context.config, epoch } };
    expect(await findPending(restored, token)).toBeNull();
    expect(await takePending(restored, token)).toBeNull();
  });
  it('ends at its second and not before [A29]', async () => {
    at.clock.advance(299.999);
    expect(await findPending(context, token)).not.toBeNull();
    at.clock.advance(0.001);
    expect(await findPending(context, token)).toBeNull();
    expect(await takePending(context, token)).toBeNull();
  });
  it.each(['', 'x', '='.repeat(43)])('is not found by %j', async (other) => {
    expect(await findPending(context, other)).toBeNull();
    expect(await takePending(context, other)).toBeNull();
  });
});
