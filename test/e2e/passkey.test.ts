import { virtualAuthenticator } from './harness/authenticator.ts';
import { enrolApp } from './harness/factors.ts';
import type { Person } from './harness/person.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage({ movesTime: true });

async function addPasskey({ page, person }: { page: Person['page']; person: Person }, name: string): Promise<void> {
  await person.open('/account/passkeys');
  await person.keyboard.press('button', 'Add a passkey');
  await person.fill({ Name: name });
  await person.keyboard.press('button', 'Go on');
  await page.getByRole('rowheader', { name }).waitFor();
}

async function signOut({ page, context }: Person): Promise<void> {
  await context.clearCookies();
  await page.goto('about:blank');
}

const profile = (page: Person['page']) => page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();

describe('somebody with a passkey', () => {
  it(
    'adds it, names it, signs in with it without typing anything, and removes it, by keyboard',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const { page, keyboard } = person;
      const account = await platform.account();
      const device = await virtualAuthenticator(page);
      await person.enter(account);
      await addPasskey({ page, person }, 'My laptop');
      expect(await device.passkeys()).toBe(1);
      expect((await platform.lastMail(account.email)).text).toContain('My laptop');

      await signOut(person);
      await device.confirms(false);
      await person.open('/sign-in');
      await device.isAsked();
      await device.confirms(true);
      await keyboard.press('button', 'Sign in with a passkey');
      await profile(page);

      await person.open('/account/passkeys');
      await keyboard.press('button', 'Rename My laptop');
      await person.fill({ Name: 'Office' });
      await keyboard.press('button', 'Save');
      await page.getByRole('rowheader', { name: 'Office' }).waitFor();
      await keyboard.press('button', 'Remove Office');
      await keyboard.press('button', 'Remove passkey');
      await page.getByText('You have no passkey yet').waitFor();
    }),
  );

  it(
    'is offered it in the address field, and is signed in by it',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const { page } = person;
      await virtualAuthenticator(page);
      await person.enter(await platform.account());
      await addPasskey({ page, person }, 'My phone');
      await signOut(person);
      await page.goto('/sign-in');
      await profile(page);
    }),
  );

  it(
    'is told what to do where the device does not recognise them',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const { page, keyboard } = person;
      const device = await virtualAuthenticator(page);
      await person.enter(await platform.account());
      await addPasskey({ page, person }, 'My phone');
      await signOut(person);
      await device.recognises(false);
      await device.confirms(false);
      await person.open('/sign-in');
      await device.isAsked();
      await device.confirms(true);
      await keyboard.press('button', 'Sign in with a passkey');
      await page.getByText('No passkey was used.').waitFor();
      await device.recognises(true);
      // The field suggests it again by now, which may sign them in before the press.
      await Promise.race([profile(page), keyboard.press('button', 'Sign in with a passkey')]);
      await profile(page);
    }),
  );

  it(
    'finishes a sign-in by password with it',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const { page, keyboard } = person;
      const account = await platform.account();
      const device = await virtualAuthenticator(page);
      await person.enter(account);
      await addPasskey({ page, person }, 'My key');
      await enrolApp(platform, account);
      await signOut(person);
      await device.confirms(false);
      await person.open('/sign-in?return_to=%2Faccount%2Fpasskeys');
      await person.fill({ 'E-mail address': account.email, Password: account.password });
      await keyboard.key('Enter');
      await page.waitForURL('**/mfa**');
      await device.confirms(true);
      await keyboard.press('button', 'Use a passkey');
      await page.getByText('Your device asks for your fingerprint').waitFor();
      await keyboard.press('button', 'Use a passkey');
      await page.getByRole('rowheader', { name: 'My key' }).waitFor();
    }),
  );

  it(
    'shows with it that it is them, and what they wanted is done',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const { page, keyboard } = person;
      await virtualAuthenticator(page);
      await person.enter(await platform.account());
      await addPasskey({ page, person }, 'My key');
      person.watch.expect({ path: '/api/v1/users/me/passkeys', status: 403 });
      await platform.advance(601);
      await keyboard.press('button', 'Remove My key');
      await keyboard.press('button', 'Remove passkey');
      await page.getByRole('heading', { name: 'Show that it is you' }).waitFor();
      await keyboard.press('button', 'Use a passkey');
      await page.getByText('You have no passkey yet').waitFor();
    }),
  );
});
