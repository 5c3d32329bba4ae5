import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import type { Person } from './harness/person.ts';
import { linkIn } from './harness/platform.ts';
import { openStage } from './harness/scene.ts';
import { administrator } from './states/administrators.ts';

const stage = openStage({ movesTime: true });

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const hasFocus = (control: Locator) => control.evaluate((element) => element === document.activeElement);
const drawerOf = (page: Page) => page.getByRole('dialog').first();
/** What a browser tells a page whose tab comes to the front. */
const comeBackTo = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));

/** By the search, as somebody is looked for who calls. */
async function openUser({ person, email, tab }: { person: Person; email: string; tab: string }): Promise<void> {
  const { page } = person;
  await person.open('/admin/users');
  await page.getByLabel('Search').fill(email);
  await page.getByRole('row').filter({ hasText: email }).getByRole('link').click();
  await page.getByRole('tab', { name: tab }).click();
}

describe('an administrator', () => {
  it(
    'invites a user with a role, who signs in and sees it; once disabled, their next request is refused',
    stage.scene(async ({ newPerson, platform }) => {
      const email = 'grace@example.com';
      const [admin, user] = [await newPerson(), await newPerson({ device: 'phone' })];
      await administrator({ person: admin });
      await admin.open('/admin/users');
      await admin.keyboard.press('button', 'Invite');
      await admin.keyboard.type('E-mail address', email);
      await admin.keyboard.reach(admin.page.getByRole('dialog').getByLabel('Support'));
      await admin.keyboard.key('Space');
      await admin.keyboard.press('button', 'Send the invitation');
      await admin.page.getByText('The invitation is on its way').waitFor();

      const { pathname, hash } = new URL(linkIn(await platform.lastMail(email)));
      await user.open(`${pathname}${hash}`);
      await user.fill({ 'Your name': 'Grace Hopper', 'New password': 'four words that i chose' });
      await user.keyboard.press('button', 'Accept and sign in');
      await heading(user.page, 'Profile').waitFor();
      await user.open('/admin');
      await user.page.getByRole('list', { name: 'Your roles' }).getByText('support').waitFor();
      await user.page.getByText('users:read', { exact: true }).waitFor();
      await user.open('/account');
      await heading(user.page, 'Profile').waitFor();

      await openUser({ person: admin, email, tab: 'Actions' });
      await admin.keyboard.press('button', 'Disable');
      await admin.page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
      await admin.page.getByText('The account of Grace Hopper is disabled.').waitFor();

      user.watch.expect({ path: '/users/me', status: 401 });
      user.watch.expect({ path: '/auth/refresh', status: 401 });
      await comeBackTo(user.page);
      await heading(user.page, 'This account is switched off').waitFor();
      const { status } = await platform.call('POST', 'auth/login', {
        email,
        password: 'four words that i chose',
        token_delivery: 'body',
      });
      expect(status).toBe(401);
    }),
  );

  it(
    'finds people by filters that stand in the address, and closes their details with the back button',
    stage.scene(async ({ newPerson, platform }) => {
      const { email, name } = await platform.account();
      const person = await newPerson();
      const { page, keyboard } = person;
      await administrator({ person });
      await person.open('/admin/users');
      await keyboard.type('Search', email);
      await keyboard.key('Enter');
      await page.waitForURL('**/admin/users?search=*');
      const row = page.getByRole('row').filter({ hasText: email });
      await row.waitFor();
      expect(await page.getByRole('row').filter({ hasText: 'admin@example.com' }).count()).toBe(0);
      await page.reload();
      await row.waitFor();
      expect(await page.getByLabel('Search').inputValue()).toBe(email);

      await keyboard.press('link', name);
      await drawerOf(page).getByText('Ways to sign in').waitFor();
      expect(page.url()).toContain('&id=');
      await page.goBack();
      await drawerOf(page).waitFor({ state: 'detached' });
      expect(await page.getByRole('link', { name }).evaluate((link) => link === document.activeElement)).toBe(true);
      await keyboard.press('button', 'Clear filters');
      await page.getByRole('row').filter({ hasText: 'admin@example.com' }).waitFor();
      expect(new URL(page.url()).search).toBe('');
    }),
  );

  it(
    'proves in place who they are above the details, which stay open; a giving-up changes nothing',
    stage.scene(async ({ newPerson, platform }) => {
      const { email, name } = await platform.account();
      const person = await newPerson();
      const { page, keyboard, watch } = person;
      await administrator({ person });
      await platform.advance(11 * 60);
      await openUser({ person, email, tab: 'Actions' });
      watch.expect({ path: '/sessions', status: 403 });
      await keyboard.press('button', 'End all sessions');
      const question = page.getByRole('alertdialog');
      await question.getByRole('button', { name: 'End all sessions' }).click();
      const proof = page.getByRole('dialog', { name: 'Show that it is you' });
      await proof.waitFor();
      await keyboard.key('Escape');
      await proof.waitFor({ state: 'detached' });
      await question.getByRole('alert').waitFor();
      await question.getByRole('button', { name: 'End all sessions' }).click();
      await keyboard.type('Password', 'gatehouse-local-only-42');
      await keyboard.press('button', 'Go on');
      await page.getByText(`${name} is signed out everywhere.`).waitFor();
      await drawerOf(page).getByText(email).first().waitFor();
    }),
  );

  it(
    'acts as a user in this tab alone, with a banner on every page, and stops',
    stage.scene(async ({ newPerson, platform }) => {
      const { email, name } = await platform.account();
      const person = await newPerson();
      const { page, keyboard } = person;
      await administrator({ person });
      await openUser({ person, email, tab: 'Actions' });
      await keyboard.press('button', 'Act as them');
      await keyboard.type('Reason', 'A call about a lost phone');
      await page
        .getByRole('dialog', { name: /^Act as/ })
        .getByRole('button', { name: 'Act as them' })
        .click();
      const banner = page.getByText(`Admin Example, you act as ${name} (${email}).`);
      await banner.waitFor();
      await heading(page, 'Profile').waitFor();
      await keyboard.press('link', 'Activity');
      await heading(page, 'Activity').waitFor();
      await banner.waitFor();
      const other = await person.newTab('/account');
      await other.getByText('admin@example.com').first().waitFor();
      await keyboard.press('button', 'Stop acting');
      await banner.waitFor({ state: 'detached' });
      await drawerOf(page).getByText(email).first().waitFor();

      await openUser({ person, email, tab: 'Actions' });
      await keyboard.press('button', 'Act as them');
      await keyboard.type('Reason', 'Once more');
      await page
        .getByRole('dialog', { name: /^Act as/ })
        .getByRole('button', { name: 'Act as them' })
        .click();
      await banner.waitFor();
      // Seen at once, on the page that is left for this one.
      await heading(page, 'Profile').waitFor();
      await page.reload();
      await page.getByText('admin@example.com').first().waitFor();
      expect(await banner.count()).toBe(0);
    }),
  );

  it(
    'makes a role, changes it and deletes it once its name is typed',
    stage.scene(async ({ newPerson }) => {
      const person = await newPerson();
      const { page, keyboard } = person;
      await administrator({ person });
      await person.open('/admin/roles');
      await keyboard.press('button', 'New role');
      await keyboard.type('Name', 'Helpdesk');
      await keyboard.type('Name for apps', 'helpdesk');
      await keyboard.reach(page.getByRole('dialog').getByLabel('See users'));
      await keyboard.key('Space');
      await keyboard.press('button', 'Make the role');
      await page.getByText('Helpdesk is made').waitFor();
      await page.getByRole('columnheader', { name: 'Helpdesk' }).waitFor();
      expect(await page.getByRole('button', { name: 'Change Administrator' }).count()).toBe(0);

      await keyboard.press('button', 'Change Helpdesk');
      await keyboard.type('Name', 'First level');
      await keyboard.press('button', 'Save the role');
      await page.getByText('First level is changed').waitFor();

      await keyboard.press('button', 'Delete First level');
      await keyboard.type('To confirm, type “helpdesk”', 'something else');
      await keyboard.press('button', 'Delete the role');
      await page.getByText('Type “helpdesk”.').waitFor();
      await keyboard.type('To confirm, type “helpdesk”', 'helpdesk');
      await keyboard.press('button', 'Delete the role');
      await page.getByText('First level is deleted').waitFor();
      await page.getByRole('columnheader', { name: 'First level' }).waitFor({ state: 'detached' });
    }),
  );

  it(
    'does one thing to several users at once, is shown how far it is, and what became of each',
    stage.scene(async ({ newPerson, platform }) => {
      const people = [
        await platform.account({ name: 'Bulky One', email: 'one@bulk.example' }),
        await platform.account({ name: 'Bulky Two', email: 'two@bulk.example' }),
      ];
      const person = await newPerson();
      const { page, keyboard } = person;
      await administrator({ person });
      await person.open('/admin/users?search=bulky');
      for (const { name } of people) {
        await keyboard.reach(page.getByRole('checkbox', { name: `Pick ${name}` }));
        await keyboard.key('Space');
      }
      await page.getByText('2 picked').waitFor();
      await keyboard.press('button', 'Disable');
      await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
      await page.getByText('Those who could be disabled are.').waitFor();
      await page.getByText('2 of 2 users').waitFor();
      // Whoever has only a keyboard goes on from there, and not from the top of the page.
      await keyboard.key('Tab');
      expect(await hasFocus(page.getByRole('button', { name: 'Close' }))).toBe(true);
      for (const { name } of people)
        await page.getByRole('row').filter({ hasText: name }).getByText('Disabled', { exact: true }).waitFor();
      await keyboard.press('button', 'Close');
      await page.getByRole('region', { name: 'Picked users' }).waitFor({ state: 'detached' });
      await keyboard.key('Tab');
      expect(await hasFocus(page.getByRole('checkbox').first())).toBe(true);
    }),
  );

  it(
    'deletes an account once its address is typed, and brings it back from among the deleted',
    stage.scene(async ({ newPerson, platform }) => {
      const { email, name, password } = await platform.account();
      const person = await newPerson();
      const { page, keyboard } = person;
      await administrator({ person });
      await openUser({ person, email, tab: 'Actions' });
      await keyboard.press('button', 'Delete the account');
      const question = page.getByRole('alertdialog');
      await question.getByRole('textbox').fill('somebody@example.com');
      await question.getByRole('button', { name: 'Delete the account' }).click();
      await question.getByText(`Type “${email}”.`).waitFor();
      await question.getByRole('textbox').fill(email);
      await question.getByRole('button', { name: 'Delete the account' }).click();
      await page.getByText(`The account of ${name} is deleted.`).waitFor();
      const signIn = { email, password, token_delivery: 'body' };
      expect((await platform.call('POST', 'auth/login', signIn)).status).toBe(401);

      await person.open('/admin/users?status=deleted');
      await page.getByRole('row').filter({ hasText: email }).getByRole('link').click();
      await page.getByText('This account is deleted').waitFor();
      await page.getByRole('tab', { name: 'Actions' }).click();
      await keyboard.press('button', 'Bring back');
      await question.getByRole('button', { name: 'Bring back' }).click();
      await page.getByText(`The account of ${name} is back.`).waitFor();
      expect((await platform.call('POST', 'auth/login', signIn)).status).toBe(401);
      expect(linkIn(await platform.lastMail(email))).toContain('/reset-password#');
    }),
  );

  it(
    'takes the list of users along as a file, at once or made in the background, where a mail leads back to it',
    stage.scene(async ({ newPerson, platform }) => {
      const { email } = await platform.account();
      const person = await newPerson();
      const { page, keyboard } = person;
      await administrator({ person });
      await person.open('/admin/users');
      await keyboard.press('button', 'Export');
      const download = page.waitForEvent('download');
      await keyboard.press('button', 'Download');
      const file = await download;
      expect(file.suggestedFilename()).toMatch(/^users-\d{4}-\d{2}-\d{2}\.csv$/);
      expect(await readFile(await file.path(), 'utf8')).toContain(email);

      await keyboard.press('button', 'Make it in the background');
      await page.getByText('The file is there.').waitFor();
      const { links } = await platform.lastMail('admin@example.com');
      const link = links.find((candidate) => candidate.includes('export=')) ?? '';
      await person.open(new URL(link).pathname + new URL(link).search);
      const again = page.waitForEvent('download');
      await keyboard.press('button', 'Download');
      expect(await readFile(await (await again).path(), 'utf8')).toContain(email);
    }),
  );
});
