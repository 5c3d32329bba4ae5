import { asAdmin } from './harness/by-api.ts';
import { linkIn } from './harness/platform.ts';
import { openStage } from './harness/scene.ts';

const invited = 'grace@example.com';
const stage = openStage();

describe('somebody who was invited', () => {
  it(
    'says their name, chooses a password and is signed in, by keyboard alone; the link is spent with that',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const { page, keyboard, watch } = person;
      await asAdmin(platform, 'POST', 'users', { email: invited });
      const link = linkIn(await platform.lastMail(invited));
      const typeIn = async (name: string) => {
        await keyboard.type('Your name', name);
        await keyboard.type('New password', 'four words that i chose');
        await keyboard.press('button', 'Accept and sign in');
      };
      await person.open(link);
      expect(page.url()).toBe(`${platform.origin}/accept-invitation`);
      await typeIn('Grace Hopper');
      await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
      await keyboard.choose('Grace Hopper: account menu', 'Sign out');
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();

      watch.expect({ path: '/auth/accept-invitation', status: 400 });
      await person.open(link);
      await typeIn('Somebody else');
      await page.getByText('This invitation does not work any more.').waitFor();
      await keyboard.press('link', 'Sign in');
      await page.waitForURL('**/sign-in');
    }),
  );
});
