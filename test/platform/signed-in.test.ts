import { startPlatform, type TestPlatform } from '../platform.ts';
import { signedIn } from './signed-in.ts';

describe('signedIn', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  afterAll(() => at.close());

  it('gives a test two people, each with a session and a browser of their own', async () => {
    const people = [await signedIn(at), await signedIn(at, 'grace@example.com')];
    const mes = await Promise.all(people.map(({ bearer }) => at.client.account.getMe({ bearer })));
    expect(mes).toMatchObject(people.map(({ userId }) => ({ ok: true, data: { id: userId } })));
    expect(new Set(people.map(({ browser }) => browser.cookies.get('__Host-refresh'))).size).toBe(2);
  });
});
