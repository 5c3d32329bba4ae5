import { admin, apiPerson } from './harness/by-api.ts';
import { openPlatform } from './harness/platform.ts';

const shared = process.env.TEST_SHARED_PLATFORMS;
afterEach(() => {
  process.env.TEST_SHARED_PLATFORMS = shared;
});

describe('the platform that files have one after the other', () => {
  it('has nothing of the file before in it, and the people of a new one', async () => {
    const before = await openPlatform();
    const account = await before.account();
    expect(await before.mails(account.email)).not.toEqual([]);
    await before.close();
    const after = await openPlatform();
    expect(after.origin).toBe(before.origin);
    expect(await after.mails(account.email)).toEqual([]);
    await expect(apiPerson(after, account)).rejects.toThrow('INVALID_CREDENTIALS');
    const { id } = await apiPerson(after, admin);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is never ahead of its time', async () => {
    await expect((await openPlatform()).advance(1)).rejects.toThrow('movesTime');
  });

  it('is another one where the file before has broken it', async () => {
    const { origin } = await openPlatform();
    const broken = 'http://localhost:1';
    process.env.TEST_SHARED_PLATFORMS = `${broken} ${broken}`;
    const own = await openPlatform();
    expect([origin, broken]).not.toContain(own.origin);
    const { email } = await own.account();
    expect(email).toBe('person1@example.com');
    await own.close();
  });
});
