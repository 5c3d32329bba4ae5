import { openStage } from './harness/scene.ts';

const stage = openStage();

describe('the address that somebody has typed', () => {
  it(
    'goes along to every other way in and back, in no address bar, and is forgotten by a reload',
    stage.scene(async ({ newPerson }) => {
      const person = await newPerson();
      const { page, keyboard } = person;
      const email = 'ada@example.com';
      const field = page.getByLabel('E-mail address', { exact: true });
      await person.open('/sign-in');
      await keyboard.type('E-mail address', email);
      for (const [link, path] of [
        ['Forgot it?', '/forgot-password'],
        ['Sign in', '/sign-in'],
        ['E-mail me a sign-in link', '/magic-link'],
        ['Sign in', '/sign-in'],
        ['Create an account', '/sign-up'],
      ] as const) {
        await keyboard.press('link', link);
        await page.waitForURL(`**${path}`);
        await field.waitFor();
        expect(await field.inputValue()).toBe(email);
      }
      await keyboard.type('E-mail address', 'grace@example.com');
      await keyboard.press('link', 'Sign in');
      await page.waitForURL('**/sign-in');
      expect(await field.inputValue()).toBe('grace@example.com');
      await page.reload();
      await field.waitFor();
      expect(await field.inputValue()).toBe('');
    }),
  );
});
