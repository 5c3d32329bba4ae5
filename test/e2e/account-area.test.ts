import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { Person } from './harness/person.ts';
import { linkIn, type Platform } from './harness/platform.ts';
import { alertOf } from './harness/refused-form.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage({ movesTime: true });

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
/** What a browser tells a page whose tab comes to the front. */
const comeBackTo = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
/** Longer than a proof of who somebody is counts. */
const proofIsOld = 11 * 60;

async function signInStatus(platform: Platform, email: string, password: string): Promise<number> {
  return (await platform.call('POST', 'auth/login', { email, password, token_delivery: 'body' })).status;
}

/** The session has ended by something else than this browser: it learns it as soon as its tab is looked at. */
async function isToldWhy({ page, watch }: Person, title: string): Promise<void> {
  watch.expect({ path: '/users/me', status: 401 });
  watch.expect({ path: '/auth/refresh', status: 401 });
  await comeBackTo(page);
  await heading(page, title).waitFor();
}

describe('the address of an account', () => {
  it(
    'is changed by the link in another browser, and taken back by that to the old address, which signs everybody out',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account({ email: 'ada@example.com' });
      const wanted = 'ada@new.example';
      const person = await newPerson();
      await person.enterProfile(account);
      await person.keyboard.type('New e-mail address', wanted);
      await person.keyboard.press('button', 'Change address');
      await person.page.getByText(`If ${wanted} can be used, a mail is on its way there.`).waitFor();

      const elsewhere = await newPerson({ device: 'phone' });
      await elsewhere.open(linkIn(await platform.lastMail(wanted)));
      await elsewhere.page.getByText('the account a***@e***.com').waitFor();
      expect(elsewhere.page.url()).toBe(`${platform.origin}/confirm-email`);
      await elsewhere.keyboard.press('button', 'Use this address for a***@e***.com');
      await heading(elsewhere.page, 'Your address is changed').waitFor();
      await elsewhere.keyboard.press('button', 'Sign in');
      await elsewhere.page.waitForURL('**/sign-in');
      expect(await elsewhere.page.getByLabel('E-mail address').inputValue()).toBe(wanted);
      expect(await signInStatus(platform, account.email, account.password)).toBe(401);

      // The session that asked goes on, and shows it.
      await person.page.reload();
      await person.page.getByRole('definition').getByText(wanted).waitFor();
      expect(await person.page.getByLabel('Code from the mail').count()).toBe(0);

      const owner = await newPerson();
      await owner.open(linkIn(await platform.lastMail(account.email)));
      await owner.keyboard.press('button', 'Go back to a***@e***.com');
      await heading(owner.page, 'The change is taken back').waitFor();
      await owner.keyboard.press('button', 'Choose a new password');
      await owner.page.waitForURL('**/forgot-password');
      expect(await owner.page.getByLabel('E-mail address').inputValue()).toBe(account.email);
      await isToldWhy(person, 'Your e-mail address was changed');
      expect(await signInStatus(platform, account.email, account.password)).toBe(200);
    }),
  );

  it(
    'is changed by the code, in the page that asked or in that of the link, and the page says so at once',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      const { page, keyboard } = person;
      await person.enterProfile(account);
      for (const [wanted, at] of [
        ['one@new.example', '/account'],
        ['two@new.example', '/confirm-email'],
      ] as const) {
        await keyboard.type('New e-mail address', wanted);
        await keyboard.press('button', 'Change address');
        await page.getByText(`If ${wanted} can be used`).waitFor();
        await person.open(at);
        const { code } = await platform.lastMail(wanted);
        await keyboard.type('Code from the mail', code ?? '');
        await keyboard.press('button', 'Confirm the new address');
        if (at === '/account') await page.getByText('Your address is changed').waitFor();
        else await keyboard.press('button', 'Go to your account');
        await page.getByRole('definition').getByText(wanted).waitFor();
      }
      expect(await signInStatus(platform, 'two@new.example', account.password)).toBe(200);
    }),
  );

  it(
    'stays where a link opens nothing any more, and the page says what to do',
    stage.scene(async ({ newPerson }) => {
      const person = await newPerson();
      for (const [page, button, way] of [
        ['/confirm-email', 'Use this address', 'Go to your account'],
        ['/revert-email', 'Take the change back', 'Choose a new password'],
      ] as const) {
        person.watch.expect({ path: `/auth${page}`, status: 400 });
        await person.open(`${page}#token=${'A'.repeat(43)}`);
        await person.keyboard.press('button', button);
        await alertOf(person.page).getByText('This link does not work any more.').waitFor();
        await person.page.getByRole('link', { name: way }).waitFor();
      }
    }),
  );
});

describe('the sessions of an account', () => {
  it(
    'are ended one by one, and the browser that is signed out says why',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const [person, other] = [await newPerson(), await newPerson({ device: 'phone' })];
      await person.enter(account);
      await other.enterProfile(account);
      await person.open('/account/sessions');
      const rows = person.page.getByRole('row');
      await person.page.getByText('This device').waitFor();
      expect(await rows.count()).toBe(3);
      await person.page.getByRole('button', { name: /^Sign out .+, last used/ }).click();
      await person.keyboard.press('button', 'Sign out');
      await person.page.getByText('is signed out.').waitFor();
      await person.page.getByText('You are signed in nowhere else.').waitFor();
      expect(await rows.count()).toBe(2);
      await isToldWhy(other, 'You were signed out from another device');
    }),
  );

  it(
    'are all ended but one, after a proof in place where the last one is old',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const { email, password } = account;
      const device_name = 'Kitchen radio';
      await platform.call('POST', 'auth/login', { email, password, token_delivery: 'body', device_name });
      const [person, other] = [await newPerson(), await newPerson()];
      await other.enterProfile(account);
      await person.enter(account);
      await platform.advance(proofIsOld);
      await person.open('/account/sessions');
      await person.page.getByText(device_name).waitFor();
      person.watch.expect({ path: '/users/me/sessions', status: 403 });
      await person.keyboard.press('button', 'Sign out all others');
      await person.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out all others' }).click();
      await person.page.getByRole('dialog', { name: 'Show that it is you' }).waitFor();
      await person.keyboard.type('Password', password);
      await person.keyboard.press('button', 'Go on');
      await person.page.getByText('All other sessions are signed out.').waitFor();
      await person.page.getByText(device_name).waitFor({ state: 'detached' });
      await isToldWhy(other, 'You were signed out from another device');
    }),
  );
});

describe('the activity of an account', () => {
  it(
    'is shown in words, page by page, and leads to what can be done',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      await signInStatus(platform, account.email, 'not the right one');
      const person = await newPerson();
      const { page, keyboard } = person;
      await person.enter(account);
      await person.open('/account/activity');
      await page.getByText('A sign-in was refused').waitFor();
      await page.getByText('By password. The password was wrong').or(page.getByText('By password')).first().waitFor();
      await page.getByText('Address verified').waitFor();
      expect(await page.locator('main').textContent()).not.toMatch(/[a-z]+[._][a-z]+_?[a-z]*\b(?=\s*Refused)/);

      for (let times = 0; times < 25; times += 1) await signInStatus(platform, account.email, account.password);
      await page.reload();
      await page.getByText('The newest 20 entries are shown.').waitFor();
      await keyboard.press('button', 'Show more');
      await page.getByText(/^All \d+ entries are shown\.$/).waitFor();
      await page.getByText('Account created').waitFor();
      await keyboard.press('link', 'Sign out the other sessions');
      await heading(page, 'Sessions').waitFor();
    }),
  );
});

describe('the data of an account', () => {
  it(
    'are downloaded whole, without secrets, and a mail tells of it',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      await person.enter(account);
      await person.open('/account/data');
      const download = person.page.waitForEvent('download');
      await person.keyboard.press('button', 'Download my data');
      const file = await download;
      expect(file.suggestedFilename()).toMatch(/^account-data-\d{4}-\d{2}-\d{2}\.json$/);
      const text = await readFile(await file.path(), 'utf8');
      expect(JSON.parse(text)).toMatchObject({ profile: { email: account.email }, activity_complete: true });
      expect(text).not.toMatch(/hash|secret|\$gh1\$/);
      await person.page.getByText('is with your downloads').waitFor();
      expect((await platform.lastMail(account.email)).subject).toMatch(/downloaded|data/i);
    }),
  );

  it(
    'go with the account once its deletion is typed and proven; every tab says until when it can come back',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      const { page, keyboard, watch } = person;
      await person.enterProfile(account);
      const tab = await person.newTab('/account');
      await heading(tab, 'Profile').waitFor();
      await platform.advance(proofIsOld);
      await person.open('/account/data');
      await keyboard.type('To confirm, type “delete my account”', 'delete it');
      await keyboard.press('button', 'Delete my account');
      await page.getByText('Type the words “delete my account”.').waitFor();
      expect(await signInStatus(platform, account.email, account.password)).toBe(200);

      watch.expect({ path: '/users/me', status: 403 });
      await keyboard.type('To confirm, type “delete my account”', 'Delete my account');
      await keyboard.press('button', 'Delete my account');
      await keyboard.type('Password', account.password);
      await keyboard.press('button', 'Go on');
      await heading(page, 'Your account is deleted').waitFor();
      await page.getByText(/Until \d+ \w+ \d{4} an administrator can bring the account back/).waitFor();
      await heading(tab, 'This account was deleted').waitFor();
      expect((await person.context.cookies()).map(({ name }) => name)).not.toContain('__Host-refresh');
      expect(await signInStatus(platform, account.email, account.password)).toBe(401);
    }),
  );

  it(
    'stay where nobody else could administer the site',
    stage.scene(async ({ newPerson }) => {
      const person = await newPerson();
      await person.enter({ email: 'admin@example.com', password: 'gatehouse-local-only-42' });
      await person.open('/account/data');
      person.watch.expect({ path: '/users/me', status: 409 });
      await person.keyboard.type('To confirm, type “delete my account”', 'delete my account');
      await person.keyboard.press('button', 'Delete my account');
      await alertOf(person.page).getByText('You are the last administrator.').waitFor();
    }),
  );
});
