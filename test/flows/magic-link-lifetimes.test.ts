import { startPlatform, type TestPlatform } from '../platform.ts';
import { linkAsked, post, verifiedUser } from './people.ts';
import { type StoppedClock, stopClock } from './records.ts';

const minute = 60;

describe('the life of a mail that signs in', () => {
  let at: TestPlatform;
  let time: StoppedClock;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(async () => {
    await at.reset();
    time = stopClock(at);
  });
  afterEach(() => time.go());
  afterAll(() => at.close());

  const verify = (proof: object) => post(at, 'magic-link/verify', { token_delivery: 'body', ...proof });
  const proofs = {
    'the link': async () => ({ token: (await linkAsked(at)).token }),
    'the code': async () => {
      const { code, requestToken } = await linkAsked(at);
      return { code, request_token: requestToken };
    },
  };

  it.each(Object.entries(proofs))(
    '%s works one second before its ten minutes are over [ASVS 6.5.5]',
    async (_what, make) => {
      await verifiedUser(at);
      const proof = await make();
      time.advance(10 * minute - 1);
      expect(await verify(proof)).toMatchObject({ status: 200 });
    },
  );

  it.each(Object.entries(proofs))('%s is dead at its very second [ASVS 6.5.5]', async (_what, make) => {
    await verifiedUser(at);
    const proof = await make();
    time.advance(10 * minute);
    expect(await verify(proof)).toMatchObject({ status: 400, body: { error: { code: 'TOKEN_INVALID' } } });
  });

  it('a newer mail that is too old as well does not bring an older one back', async () => {
    await verifiedUser(at);
    const older = await linkAsked(at);
    await linkAsked(at);
    time.advance(10 * minute);
    expect(await verify({ token: older.token })).toMatchObject({ status: 400 });
  });
});

describe('lifetimes by configuration', () => {
  it('a link lives as long as the operator says, and its code never longer than ten minutes', async () => {
    const at = await startPlatform({ settings: { GATEHOUSE_MAGIC_LINK_SECONDS: '1200' } });
    const time = stopClock(at);
    await verifiedUser(at);
    const { token, code, requestToken } = await linkAsked(at);
    expect((await at.mailbox.list())[0]?.text).toContain('20 minutes');
    time.advance(10 * minute);
    const body = { token_delivery: 'body' };
    const byCode = { ...body, code, request_token: requestToken };
    expect(await post(at, 'magic-link/verify', byCode)).toMatchObject({ status: 400 });
    time.advance(10 * minute - 1);
    expect(await post(at, 'magic-link/verify', { ...body, token })).toMatchObject({ status: 200 });
    time.go();
    await at.close();
  });
});
