import { memoryKeys } from '../../lambdas/adapters/keys/memory.ts';
import { hasLostKeys } from '../../local/lost-keys.ts';
import { verifiedUser } from '../flows/people.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

describe('passwords in a database and the keys that check them', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  afterAll(() => at.close());

  it('are told apart from those of another data folder, whatever was rotated since', async () => {
    expect(await hasLostKeys(at.platform)).toBe(false);
    await verifiedUser(at);
    await at.platform.keys.rotate('pepper');
    expect(await hasLostKeys(at.platform)).toBe(false);
    expect(await hasLostKeys({ ...at.platform, keys: await memoryKeys() })).toBe(true);
  });
});
