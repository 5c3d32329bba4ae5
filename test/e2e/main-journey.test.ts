import type { Device } from './harness/person.ts';
import { linkIn } from './harness/platform.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage({ limits: true });

describe('somebody with a keyboard and nothing else', () => {
  it.each<Device>(['desktop', 'phone'])(
    'signs up, verifies, signs in, stays signed in, changes their name and signs out, on a %s',
    stage.scene(async ({ newPerson, platform }, device) => {
      const person = await newPerson({ device });
      const { page, keyboard } = person;
      const email = `${device}@example.com`;
      const password = 'a sentence to get in with';

      await person.open('/');
      await keyboard.press('link', 'Create an account');
      await keyboard.type('Your name', 'Ada');
      await keyboard.type('E-mail address', email);
      await keyboard.type('New password', password);
      await keyboard.press('button', 'Create account');
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();

      await person.open(linkIn(await platform.lastMail(email)));
      await keyboard.press('button', `Verify ${device[0]}***@e***.com`);
      await page.getByText('Your address is verified.').waitFor();
      await keyboard.type('Password', password);
      await keyboard.key('Enter');
      await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
      expect(page.url()).toBe(`${platform.origin}/account`);

      const calls: string[] = [];
      page.on('request', (request) => {
        const { pathname } = new URL(request.url());
        if (pathname.startsWith('/api/')) calls.push(`${request.method()} ${pathname}`);
      });
      await page.reload();
      await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
      expect(calls).toEqual(['POST /api/v1/auth/refresh']);

      await keyboard.type('Name', 'Ada Lovelace');
      await keyboard.press('button', 'Save');
      await page.getByText('Your profile is saved').waitFor();
      expect(calls).toEqual(['POST /api/v1/auth/refresh', 'PATCH /api/v1/users/me']);
      await keyboard.choose('Ada Lovelace: account menu', 'Sign out');
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
      await page.getByText('This browser holds nothing of your account any more').waitFor();
      expect(await person.context.cookies()).not.toContainEqual(expect.objectContaining({ name: '__Host-refresh' }));

      await keyboard.press('link', 'Sign in again');
      await page.waitForURL('**/sign-in');
    }),
  );
});
