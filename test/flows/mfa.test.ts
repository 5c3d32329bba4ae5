import { startPlatform, type TestPlatform } from '../platform.ts';
import { type SignedInBrowser, signedInBrowser } from './people.ts';

describe('mfa', () => {
  let at: TestPlatform;
  let me: SignedInBrowser;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(async () => {
    await at.reset();
    me = await signedInBrowser(at);
  });
  afterAll(() => at.close());

  it('tells that nothing is enrolled, and that the password proves again who one is', async () => {
    const answer = await at.client.mfa.getMfa({ bearer: me.bearer });
    const none = { enrolled: false, created_at: null, last_used_at: null };
    expect(answer).toMatchObject({
      ok: true,
      data: {
        two_step: false,
        totp: none,
        hotp: none,
        passkeys: 0,
        recovery_codes_left: 0,
        methods: [],
        step_up_methods: ['password'],
      },
    });
  });
});
