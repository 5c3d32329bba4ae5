import { startPlatform, type TestPlatform } from '../platform.ts';
import { post, registered, resetAsked, verifiedUser } from './people.ts';
import { type StoppedClock, stopClock } from './records.ts';
import { outcome } from './tokens.ts';

const password = 'seven quiet herons';

describe('the life of a reset mail', () => {
  let at: TestPlatform;
  let time: StoppedClock;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(async () => {
    await at.reset();
    await verifiedUser(at);
    time = stopClock(at);
  });
  afterEach(() => time.go());
  afterAll(() => at.close());

  const proofs: [string, () => Promise<object>][] = [
    ['link', async () => ({ token: (await resetAsked(at)).token })],
    [
      'code',
      async () => {
        const { code, requestToken } = await resetAsked(at);
        return { code, request_token: requestToken };
      },
    ],
  ];

  it.each(proofs)(
    'its %s works one second before ten minutes are over [ASVS 6.4.1] [ASVS 6.5.5]',
    async (_what, make) => {
      const proof = await make();
      time.advance(599);
      expect(outcome(await post(at, 'password/reset', { ...proof, password }))).toBe('200');
    },
  );

  it.each(proofs)('its %s is dead at that very second [ASVS 6.4.1] [ASVS 6.5.5]', async (_what, make) => {
    const proof = await make();
    time.advance(600);
    expect(outcome(await post(at, 'password/reset', { ...proof, password }))).toBe('400 TOKEN_INVALID');
  });
});

describe('the life of a reset mail by configuration', () => {
  it('is what the operator says, and a code never outlives its link', async () => {
    const at = await startPlatform({ settings: { GATEHOUSE_PASSWORD_RESET_SECONDS: '120' } });
    await verifiedUser(at);
    const time = stopClock(at);
    const { token, code, requestToken } = await resetAsked(at);
    time.advance(120);
    for (const proof of [{ token }, { code, request_token: requestToken }])
      expect(outcome(await post(at, 'password/reset', { ...proof, password }))).toBe('400 TOKEN_INVALID');
    expect(outcome(await post(at, 'password/reset', { token: (await resetAsked(at)).token, password }))).toBe('200');
    time.go();
    await at.close();
  });

  it('ends where a backup was restored: a mail from before that moment is dead', async () => {
    const epoch = new Date(Date.now() + 3_600_000).toISOString();
    const at = await startPlatform({ settings: { GATEHOUSE_EPOCH: epoch } });
    await registered(at);
    const { token } = await resetAsked(at);
    expect(outcome(await post(at, 'password/reset', { token, password }))).toBe('400 TOKEN_INVALID');
    at.clock.advance(3601);
    expect(outcome(await post(at, 'password/reset', { token: (await resetAsked(at)).token, password }))).toBe('200');
    await at.close();
  });
});
