import type { Config } from '../../lambdas/kernel/config.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { ada, grace, registered, signedInBrowser } from './people.ts';
import { pendingOf, verify, withTotp } from './second-factors.ts';
import { outcome } from './tokens.ts';

let platform: TestPlatform;
let before: Date;
const setEpoch = (epoch: Date) => {
  const config: { -readonly [Key in keyof Config]: Config[Key] } = platform.platform.config;
  config.epoch = epoch;
};
/** What the restore command does: everything from before now is dead. */
const raiseEpoch = () => {
  platform.clock.advance(1);
  setEpoch(platform.clock.now());
};

beforeAll(async () => {
  platform = await startPlatform({ frozen: true, limits: false });
  before = platform.platform.config.epoch;
});
beforeEach(async () => {
  await platform.reset();
  setEpoch(before);
});
afterAll(() => platform.close());

describe('a restored backup', () => {
  it('revives no session: access token and refresh token are dead, and the page is told why', async () => {
    const { browser, bearer } = await signedInBrowser(platform);
    expect((await browser.client.account.getMe({ bearer })).status).toBe(200);
    raiseEpoch();
    expect(await browser.client.account.getMe({ bearer })).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
    expect(await browser.client.session.refresh()).toMatchObject({
      status: 401,
      code: 'REFRESH_TOKEN_INVALID',
      details: { reason: 'platform_restored' },
    });
  });

  it('revives no mailed link and no mailed code', async () => {
    const { token, code, requestToken } = await registered(platform);
    const other = await registered(platform, grace);
    raiseEpoch();
    const { verifyEmail } = platform.client.registration;
    const dead = { status: 400, code: 'TOKEN_INVALID' };
    expect(await verifyEmail({ body: { token, request_token: requestToken } })).toMatchObject(dead);
    expect(await verifyEmail({ body: { code: other.code, request_token: other.requestToken } })).toMatchObject(dead);
    expect(code).not.toBe('');
  });

  it('revives no sign-in that waits for its second step', async () => {
    const { bearer } = await signedInBrowser(platform);
    const { device } = await withTotp(platform, bearer);
    const token = await pendingOf(platform, ada);
    platform.clock.advance(30);
    raiseEpoch();
    expect(outcome(await verify(platform, token, 'totp', device.code()))).toBe('401 TOKEN_INVALID');
  });

  it('lets people sign in again and stay signed in', async () => {
    await signedInBrowser(platform);
    raiseEpoch();
    const browser = platform.browser();
    const { email, password } = ada;
    const answer = await browser.client.passwordLogin.login({ body: { email, password } });
    expect(answer.status).toBe(200);
    expect((await browser.client.session.refresh()).status).toBe(200);
  });
});
