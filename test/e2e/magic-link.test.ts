import { enrolApp } from './harness/factors.ts';
import type { Device, Person } from './harness/person.ts';
import { type Account, linkIn, type Platform } from './harness/platform.ts';
import { openStage } from './harness/scene.ts';

// More mails than one address of the internet may ask for in an hour.
const app = 'https://app.example.com';
const stage = openStage({ settings: { GATEHOUSE_RETURN_TO: app } });

const profile = ({ page }: Person) => page.getByRole('heading', { name: 'Profile', level: 1 });
const mask = ({ email }: Account) => `${email[0]}***@e***.com`;

/** Asks for a mail without a browser. */
async function mailedLink(platform: Platform, { email }: Account, place?: string): Promise<string> {
  await platform.call('POST', 'auth/magic-link', { email, ...(place !== undefined && { return_to: place }) });
  return linkIn(await platform.lastMail(email));
}

describe('somebody who signs in by mail', () => {
  it.each<Device>(['desktop', 'phone'])(
    'asks for a link on the sign-in page and presses its button, with the keyboard alone, on a %s',
    stage.scene(async ({ newPerson, platform }, device) => {
      const account = await platform.account();
      const person = await newPerson({ device });
      const { page, keyboard } = person;
      await person.open('/sign-in?return_to=%2Faccount%2Fsecurity');
      await keyboard.press('link', 'E-mail me a sign-in link');
      await page.waitForURL('**/magic-link?return_to=%2Faccount%2Fsecurity');
      await keyboard.type('E-mail address', account.email);
      await keyboard.press('button', 'E-mail me a sign-in link');
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
      await page.getByText(account.email).waitFor();

      await person.open(linkIn(await platform.lastMail(account.email)));
      await page.getByRole('button', { name: `Sign in as ${mask(account)}` }).waitFor();
      expect(page.url()).toBe(`${platform.origin}/magic-link`);
      await page.reload();
      await keyboard.press('button', `Sign in as ${mask(account)}`);
      await page.waitForURL('**/account/security');
    }),
  );

  it(
    'types the code in the browser that asked, after a reload and another mail that can go out in a minute alone',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson({ device: 'phone' });
      const { page, keyboard } = person;
      await person.open('/magic-link');
      await person.fill({ 'E-mail address': account.email });
      await keyboard.press('button', 'E-mail me a sign-in link');
      await page.getByText('The next mail can go out in').waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Send another mail', disabled: true }).waitFor();
      const { code } = await platform.lastMail(account.email);
      await person.fill({ 'Code from the mail': code ?? '' });
      await keyboard.press('button', 'Sign in');
      await profile(person).waitFor();
    }),
  );

  it(
    'opens the link in another tab, and finds the tab that asked signed in',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      const { page, keyboard } = person;
      await person.open('/magic-link?return_to=%2Faccount%2Fsecurity');
      await person.fill({ 'E-mail address': account.email });
      await keyboard.press('button', 'E-mail me a sign-in link');
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
      const tab = await person.newTab(linkIn(await platform.lastMail(account.email)));
      await tab.getByRole('button', { name: `Sign in as ${mask(account)}` }).click();
      await tab.waitForURL('**/account/security');
      await page.waitForURL('**/account/security');
      await page.getByRole('heading', { name: 'Security', level: 1 }).waitFor();
      await page.goto('/magic-link');
      await page.getByLabel('E-mail address', { exact: true }).waitFor();
    }),
  );

  it(
    'is asked for the second step, and waits for no mail any more',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      await enrolApp(platform, account);
      const person = await newPerson();
      const { page, keyboard } = person;
      await person.open('/magic-link');
      await person.fill({ 'E-mail address': account.email });
      await keyboard.press('button', 'E-mail me a sign-in link');
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
      const { code } = await platform.lastMail(account.email);
      await person.fill({ 'Code from the mail': code ?? '' });
      await keyboard.press('button', 'Sign in');
      await page.waitForURL('**/mfa');
      await person.open('/magic-link');
      await page.getByLabel('E-mail address', { exact: true }).waitFor();
    }),
  );

  it(
    'opens the link in a browser that asked for nothing, which names no account',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      await person.open(await mailedLink(platform, account, '/account/security'));
      await person.keyboard.press('button', 'Sign in');
      await person.page.waitForURL('**/account/security');
    }),
  );

  it(
    'is led back to the app that they came from, which is one of those that may be returned to',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      const { context, page, keyboard, watch } = person;
      watch.expect({ path: `${app}/inbox`, status: 'elsewhere' });
      await context.route(`${app}/**`, (route) =>
        route.fulfill({ contentType: 'text/html', body: '<title>App</title>' }),
      );
      await person.open(await mailedLink(platform, account, `${app}/inbox?unread=1`));
      await keyboard.press('button', 'Sign in');
      await page.waitForURL(`${app}/inbox?unread=1`);
    }),
  );

  it(
    'is led nowhere else by a link that somebody bent [A70]',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      await person.open(`${await mailedLink(platform, account)}&return_to=${encodeURIComponent('//evil.example')}`);
      await person.keyboard.press('button', 'Sign in');
      await profile(person).waitFor();
      expect(new URL(person.page.url()).origin).toBe(platform.origin);
    }),
  );

  it(
    'is told when the link was of another account than the one whose mail was asked for here, and can sign out',
    stage.scene(async ({ newPerson, platform }) => {
      const [account, sender] = [await platform.account(), await platform.account()];
      const person = await newPerson();
      const { page, keyboard } = person;
      await person.open('/magic-link');
      await person.fill({ 'E-mail address': account.email });
      await keyboard.press('button', 'E-mail me a sign-in link');
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
      await person.open(await mailedLink(platform, sender));
      await keyboard.press('button', `Sign in as ${mask(account)}`);
      await page.getByRole('heading', { name: 'This is another account' }).waitFor();
      await page.getByRole('button', { name: `Go on as ${sender.email}` }).waitFor();
      await keyboard.press('button', 'Sign out');
      await page.waitForURL('**/sign-in');
      await page.getByLabel('E-mail address').waitFor();
    }),
  );

  it(
    'loses nothing to a scanner that opens the link and runs its scripts [A25]',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const link = await mailedLink(platform, account);
      const scanner = await newPerson();
      const calls: string[] = [];
      scanner.page.on('request', (request) => {
        if (request.url().includes('/api/')) calls.push(`${request.method()} ${new URL(request.url()).pathname}`);
      });
      for (const _ of [1, 2, 3]) await scanner.open(link);
      await scanner.page.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(calls.filter((call) => call.includes('magic-link'))).toEqual([]);
      const person = await newPerson();
      await person.open(link);
      await person.keyboard.press('button', 'Sign in');
      await profile(person).waitFor();
    }),
  );

  it(
    'is told when a link was used, and asks for another mail from there',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const link = await mailedLink(platform, account);
      const token = link.split('#token=')[1];
      await platform.call('POST', 'auth/magic-link/verify', { token, token_delivery: 'body' });
      const person = await newPerson();
      const { page, keyboard, watch } = person;
      await person.open(link);
      watch.expect({ path: '/api/v1/auth/magic-link/verify', status: 400 });
      await keyboard.press('button', 'Sign in');
      await page.getByText('This link does not work any more.').waitFor();
      await keyboard.press('button', 'Ask for another mail');
      await keyboard.type('E-mail address', account.email);
      await keyboard.press('button', 'E-mail me a sign-in link');
      await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
      const { code } = await platform.lastMail(account.email);
      await person.fill({ 'Code from the mail': code ?? '' });
      await keyboard.press('button', 'Sign in');
      await profile(person).waitFor();
    }),
  );

  it(
    'without a password shows by a mailed code that it is them, in place',
    stage.scene(async ({ newPerson, platform }) => {
      // A registration whose mailbox a sign-in link proves has no password any more.
      const account = { name: 'Mail Only', email: 'mail-only@example.com', password: 'plain words of mine' };
      await platform.call('POST', 'auth/register', account);
      await platform.advance(61);
      const person = await newPerson();
      const { page, keyboard, watch } = person;
      await person.open(await mailedLink(platform, account));
      await keyboard.press('button', 'Sign in');
      await profile(person).waitFor();

      await person.open('/account/passkeys');
      await keyboard.press('button', 'Add a passkey');
      await page.getByRole('dialog', { name: 'Add a passkey' }).waitFor();
      watch.expect({ path: '/api/v1/users/me/passkeys/options', status: 403 });
      await keyboard.press('button', 'Go on');
      const dialog = page.getByRole('dialog', { name: 'Show that it is you' });
      await dialog.getByRole('button', { name: 'E-mail me a code' }).click();
      await dialog.getByText('A code is on its way to m***@e***.com.').waitFor();
      watch.expect({ path: '/api/v1/auth/reauthenticate/mail/verify', status: 403 });
      await dialog.getByLabel('Code from the mail').fill('2345-6789');
      await dialog.getByRole('button', { name: 'Go on' }).click();
      await dialog.getByText('This code does not work.').waitFor();
      const { code } = await platform.lastMail(account.email);
      await dialog.getByLabel('Code from the mail').fill(code ?? '');
      const asked = page.waitForResponse((response) => response.url().endsWith('/passkeys/options'));
      await keyboard.key('Enter');
      expect((await asked).status()).toBe(200);
      await page.getByRole('dialog', { name: 'Add a passkey' }).waitFor();
    }),
  );
});
