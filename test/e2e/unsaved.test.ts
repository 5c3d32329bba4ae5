import type { Page } from 'playwright-core';
import { openStage } from './harness/scene.ts';

const stage = openStage();
const admin = { email: 'admin@example.com', password: 'gatehouse-local-only-42' };

const question = (page: Page) => page.getByRole('alertdialog', { name: 'Leave without saving?' });
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const nameField = (page: Page) => page.getByLabel('Name', { exact: true });

describe('what is not saved yet', () => {
  it(
    'is not lost to a link: whoever leaves is asked, and may stay',
    stage.scene(async ({ newPerson }) => {
      const { page, keyboard, fill, enterProfile } = await newPerson();
      await enterProfile(admin);
      await fill({ Name: 'Half a name' });
      await page.getByRole('navigation', { name: 'Account' }).getByRole('link', { name: 'Administration' }).click();
      await question(page).waitFor();
      await keyboard.press('button', 'Stay on this page');
      await question(page).waitFor({ state: 'detached' });
      expect(await nameField(page).inputValue()).toBe('Half a name');
      await page.getByRole('navigation', { name: 'Account' }).getByRole('link', { name: 'Administration' }).click();
      await keyboard.press('button', 'Leave');
      await heading(page, 'Administration').waitFor();
    }),
  );

  it(
    'is not lost to the back button',
    stage.scene(async ({ newPerson }) => {
      const { page, keyboard, fill, enter, open } = await newPerson();
      await enter(admin);
      await open('/admin');
      await page
        .getByRole('navigation', { name: 'Administration' })
        .getByRole('link', { name: 'Your account' })
        .click();
      await heading(page, 'Profile').waitFor();
      await fill({ Name: 'Half a name' });
      // It is not answered before the person has: nothing is loaded.
      const back = page.goBack().catch(() => null);
      await question(page).waitFor();
      expect(await nameField(page).inputValue()).toBe('Half a name');
      await keyboard.press('button', 'Leave');
      await heading(page, 'Administration').waitFor();
      await back;
    }),
  );

  it(
    'is not lost to a sign-out, and is nothing to ask about once it is saved',
    stage.scene(async ({ newPerson, platform }) => {
      const { name, ...account } = await platform.account();
      const { page, keyboard, fill, enterProfile } = await newPerson();
      await enterProfile(account);
      await fill({ Name: 'Another name' });
      await keyboard.choose(`${name}: account menu`, 'Sign out');
      await question(page).waitFor();
      await keyboard.press('button', 'Stay on this page');
      await keyboard.press('button', 'Save');
      await page.getByText('Your profile is saved').waitFor();
      await keyboard.choose('Another name: account menu', 'Sign out');
      await heading(page, 'You are signed out').waitFor();
    }),
  );

  it(
    'in one field does not put back what another tab saved in another',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      await person.enterProfile(await platform.account());
      const other = await person.newTab('/account');
      await nameField(other).fill('Name of the other tab');
      await person.page.getByLabel('Language').selectOption({ label: 'Deutsch' });
      await person.keyboard.press('button', 'Save');
      await person.page.getByText('Your profile is saved').waitFor();
      await other.getByRole('button', { name: 'Save' }).click();
      await other.getByText('Your profile is saved').waitFor();
      await other.reload();
      await heading(other, 'Profile').waitFor();
      expect([await nameField(other).inputValue(), await other.getByLabel('Language').inputValue()]).toEqual([
        'Name of the other tab',
        'de',
      ]);
    }),
  );
});
