import { codeOf, enrolApp } from './harness/factors.ts';
import type { Person } from './harness/person.ts';
import type { Account, Platform } from './harness/platform.ts';
import { openStage, type Scene } from './harness/scene.ts';

const stage = openStage({ movesTime: true });

/** How far the platform's clock was moved: every test of a file has the same platform. */
let ahead = 0;
async function advance(platform: Platform, seconds: number): Promise<void> {
  ahead += seconds;
  await platform.advance(seconds);
}

const profile = ({ page }: Person) => page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();

/** The first step, by the form. */
async function firstStep(person: Person, { email, password }: Account, place = '/sign-in'): Promise<void> {
  await person.open(place);
  await person.fill({ 'E-mail address': email, Password: password });
  await person.keyboard.key('Enter');
  await person.page.getByRole('heading', { name: 'One more step', level: 1 }).waitFor();
}

async function withApp({ platform, newPerson }: Scene) {
  const account = await platform.account();
  const app = await enrolApp(platform, account, ahead);
  await advance(platform, 30);
  return { account, ...app, person: await newPerson() };
}

describe('a second step', () => {
  it(
    'is set up, asked for at the next sign-in and turned off again, all by the keyboard',
    stage.scene(async ({ platform, newPerson }) => {
      const account = await platform.account();
      const person = await newPerson();
      const { page, keyboard } = person;
      await person.enter(account);
      await person.open('/account/security');
      await keyboard.press('button', 'Set up an authenticator app');
      const dialog = page.getByRole('dialog', { name: 'Set up your authenticator app' });
      await dialog.getByRole('img', { name: /QR code/ }).waitFor();
      const secret = ((await dialog.locator('code').textContent()) ?? '').replaceAll(' ', '');
      await keyboard.type('Code', codeOf(secret, ahead));
      await keyboard.key('Enter');
      const kept = page.getByRole('dialog', { name: 'Keep your recovery codes' });
      await kept.waitFor();
      expect(await kept.getByRole('listitem').count()).toBe(10);
      await page.keyboard.press('Escape');
      expect(await kept.isVisible()).toBe(true);
      await keyboard.press('button', 'I have kept them');
      await kept.waitFor({ state: 'detached' });
      await page.getByText('10 left').waitFor();

      await keyboard.choose(`${account.name}: account menu`, 'Sign out');
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
      await advance(platform, 30);
      await firstStep(person, account);
      await keyboard.type('Code from your app', codeOf(secret, ahead));
      await keyboard.key('Enter');
      await profile(person);

      await person.open('/account/security');
      await keyboard.press('button', 'Remove');
      await page.getByRole('alertdialog', { name: 'Turn two-step verification off?' }).waitFor();
      await keyboard.press('button', 'Turn it off');
      await page.getByRole('button', { name: 'Set up an authenticator app' }).waitFor();
    }),
  );

  it(
    'leads to where the person wanted to be, and says what is wrong with a code',
    stage.scene(async (scene) => {
      const { account, secret, person } = await withApp(scene);
      const { page, watch, keyboard } = person;
      await firstStep(person, account, '/sign-in?return_to=%2Faccount%2Fsecurity');
      watch.expect({ path: '/auth/mfa/verify', status: 401 });
      await person.fill({ 'Code from your app': '000000' });
      await keyboard.key('Enter');
      await page.getByText('This code is wrong.').waitFor();
      await person.fill({ 'Code from your app': codeOf(secret, ahead) });
      await keyboard.key('Enter');
      await page.getByRole('heading', { name: 'Security', level: 1 }).waitFor();
    }),
  );

  it(
    'is taken by a recovery code, however it is typed, by whoever has lost their phone',
    stage.scene(async (scene) => {
      const { account, recoveryCodes, person } = await withApp(scene);
      const { page, keyboard } = person;
      await firstStep(person, account);
      await keyboard.press('button', 'Use a recovery code');
      await keyboard.type('Recovery code', (recoveryCodes[0] ?? '').toLowerCase().replace('-', ' '));
      await keyboard.key('Enter');
      await profile(person);
      await person.open('/account/security');
      await page.getByText('9 left').waitFor();
    }),
  );

  it(
    'is over after a reload, and leads back to the sign-in and from there to where the person wanted to be',
    stage.scene(async (scene) => {
      const { account, secret, person } = await withApp(scene);
      const { page, keyboard } = person;
      await firstStep(person, account, '/sign-in?return_to=%2Faccount%2Fsecurity');
      await page.reload();
      await page.getByRole('heading', { name: 'This sign-in is over', level: 1 }).waitFor();
      await keyboard.press('link', 'Sign in again');
      await page.getByLabel('E-mail address', { exact: true }).waitFor();
      await person.fill({ 'E-mail address': account.email, Password: account.password });
      await keyboard.key('Enter');
      await page.getByRole('heading', { name: 'One more step', level: 1 }).waitFor();
      await person.fill({ 'Code from your app': codeOf(secret, ahead) });
      await keyboard.key('Enter');
      await page.getByRole('heading', { name: 'Security', level: 1 }).waitFor();
    }),
  );

  it(
    'is over after five minutes, and the page says so',
    stage.scene(async (scene) => {
      const { account, secret, person } = await withApp(scene);
      const { page, watch, keyboard } = person;
      await firstStep(person, account);
      await advance(scene.platform, 301);
      watch.expect({ path: '/auth/mfa/verify', status: 401 });
      await person.fill({ 'Code from your app': codeOf(secret, ahead) });
      await keyboard.key('Enter');
      await page.getByRole('heading', { name: 'This sign-in is over', level: 1 }).waitFor();
    }),
  );
});

describe('proving again who one is', () => {
  it(
    'is asked in place by a code, and what was asked for is done then',
    stage.scene(async (scene) => {
      const { account, secret, person } = await withApp(scene);
      const { page, watch, keyboard } = person;
      await firstStep(person, account);
      await person.fill({ 'Code from your app': codeOf(secret, ahead) });
      await keyboard.key('Enter');
      await profile(person);
      await person.open('/account/security');
      await page.getByText('10 left').waitFor();
      await advance(scene.platform, 601);
      watch.expect({ path: '/users/me/mfa/recovery-codes', status: 403 });
      await keyboard.press('button', 'Make new codes');
      await page.getByRole('alertdialog', { name: 'Make new recovery codes?' }).waitFor();
      await keyboard.press('button', 'Make new codes');
      await page.getByRole('dialog', { name: 'Show that it is you' }).waitFor();
      await keyboard.type('Code from your app', codeOf(secret, ahead));
      await keyboard.key('Enter');
      await page.getByRole('dialog', { name: 'Keep your recovery codes' }).waitFor();
      await keyboard.press('button', 'I have kept them');
      await page.getByText('10 left').waitFor();
    }),
  );
});
