import type { Device } from './harness/person.ts';
import { linkIn } from './harness/platform.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage({ limits: true });
const newer = 'seven quiet herons on ice';

describe('somebody who forgot their password', () => {
  it.each<Device>(['desktop', 'phone'])(
    'sets a new one by the link, with the keyboard alone, and comes with it to where they wanted to be, on a %s',
    stage.scene(async ({ newPerson, platform }, device) => {
      const account = await platform.account();
      const person = await newPerson({ device });
      const { page, keyboard } = person;
      await person.open('/sign-in?return_to=%2Faccount%2Fsecurity');
      await keyboard.press('link', 'Forgot it?');
      await keyboard.type('E-mail address', account.email);
      await keyboard.press('button', 'Mail me a link');
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();

      await person.open(linkIn(await platform.lastMail(account.email)));
      await page.getByRole('heading', { name: 'Set a new password' }).waitFor();
      expect(page.url()).toBe(`${platform.origin}/reset-password`);
      await page.reload();
      await keyboard.type('New password', newer);
      await keyboard.press('button', `Set it for ${account.email[0]}***@e***.com`);
      await page.getByText('Your new password is set.').waitFor();
      expect(await page.getByLabel('E-mail address').inputValue()).toBe(account.email);
      await keyboard.type('Password', newer);
      await keyboard.key('Enter');
      await page.waitForURL('**/account/security');
      expect((await platform.lastMail(account.email)).subject).toMatch(/password/i);
    }),
  );

  it(
    'sets a new one by the code in the browser that asked',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson({ device: 'phone' });
      const { page, keyboard } = person;
      await person.open('/forgot-password');
      await person.fill({ 'E-mail address': account.email });
      await keyboard.press('button', 'Mail me a link');
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
      await page.reload();
      await keyboard.press('button', 'Send another mail');
      await page.getByText('Asked for.').waitFor();
      const { code } = await platform.lastMail(account.email);
      await person.fill({ 'Code from the mail': code ?? '', 'New password': newer });
      await keyboard.press('button', 'Set new password');
      await page.getByText('Your new password is set.').waitFor();
      await person.signIn({ email: account.email, password: newer });
    }),
  );

  it(
    'is told when a link was used, and asks for another one from there',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      await platform.call('POST', 'auth/password/forgot', { email: account.email });
      const link = linkIn(await platform.lastMail(account.email));
      const token = link.split('#token=')[1];
      await platform.call('POST', 'auth/password/reset', { token, password: newer });
      const person = await newPerson();
      const { page, keyboard, watch } = person;
      await person.open(link);
      await person.fill({ 'New password': newer });
      watch.expect({ path: '/api/v1/auth/password/reset', status: 400 });
      await keyboard.press('button', 'Set new password');
      await page.getByText('This link does not work any more.').waitFor();
      await keyboard.press('link', 'Ask for another mail');
      await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
    }),
  );
});

describe('somebody who changes their password', () => {
  it(
    'shows in place that it is them where they signed in a while ago, and loses nothing that was typed',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      const other = await newPerson();
      const { page, keyboard, watch } = person;
      await other.enter(account);
      await person.enter(account);
      await person.open('/account/security');
      await platform.advance(601);
      await person.fill({ 'Current password': account.password, 'New password': newer });
      watch.expect({ path: '/api/v1/auth/password/change', status: 403 });
      await keyboard.press('button', 'Change password');
      const dialog = page.getByRole('dialog', { name: 'Show that it is you' });
      await dialog.waitFor();
      watch.expect({ path: '/api/v1/auth/reauthenticate', status: 403 });
      await dialog.getByLabel('Password', { exact: true }).fill('not the right one');
      await keyboard.key('Enter');
      await dialog.getByText('That is not your password.').waitFor();
      await dialog.getByLabel('Password', { exact: true }).fill(account.password);
      await keyboard.press('button', 'Go on');
      await page.getByText('Password changed', { exact: true }).waitFor();
      expect(await dialog.count()).toBe(0);
      expect(await page.getByLabel('Current password', { exact: true }).inputValue()).toBe('');

      other.watch.expect({ path: '/api/v1/auth/refresh', status: 401 });
      await other.open('/account');
      await other.page.getByText('password was changed', { exact: false }).first().waitFor();
    }),
  );

  it(
    'gives up showing that it is them, and is told that nothing was done',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      const { page, keyboard, watch } = person;
      await person.enter(account);
      await person.open('/account/security');
      await platform.advance(601);
      await person.fill({ 'Current password': account.password, 'New password': newer });
      watch.expect({ path: '/api/v1/auth/password/change', status: 403 });
      await keyboard.press('button', 'Change password');
      await page.getByRole('dialog', { name: 'Show that it is you' }).waitFor();
      await keyboard.key('Escape');
      await page.getByText('Show again that it is you.').waitFor();
      expect(await page.getByLabel('Current password', { exact: true }).inputValue()).toBe(account.password);
    }),
  );

  it(
    'adds a passkey: who they are is asked above the dialog that wants to know it',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      const { page, keyboard, watch } = person;
      await person.enter(account);
      await person.open('/account/passkeys');
      await page.getByRole('button', { name: 'Add a passkey' }).waitFor();
      await platform.advance(601);
      await keyboard.press('button', 'Add a passkey');
      await page.getByRole('dialog', { name: 'Add a passkey' }).waitFor();
      watch.expect({ path: '/api/v1/users/me/passkeys/options', status: 403 });
      await keyboard.press('button', 'Go on');
      const dialog = page.getByRole('dialog', { name: 'Show that it is you' });
      await dialog.waitFor();
      await dialog.getByLabel('Password', { exact: true }).fill(account.password);
      const asked = page.waitForResponse((response) => response.url().endsWith('/passkeys/options'));
      await keyboard.key('Enter');
      expect((await asked).status()).toBe(200);
      await page.getByRole('dialog', { name: 'Add a passkey' }).waitFor();
    }),
  );
});
