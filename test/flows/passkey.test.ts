import { startPlatform, type TestPlatform } from '../platform.ts';
import { signedInBrowser } from './people.ts';

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

describe('passkeys', () => {
  it('are none at first', async () => {
    const { bearer } = await signedInBrowser(at);
    expect(await at.client.passkey.listPasskeys({ bearer })).toMatchObject({ ok: true, data: [] });
  });
});
