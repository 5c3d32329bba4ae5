import { refusal } from './harness/refusals.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage();

describe('a dialog', () => {
  it(
    'has the screen to itself: what was told before steps aside until it is closed',
    stage.scene(async ({ newPerson }) => {
      const person = await newPerson({ device: 'phone' });
      const { page } = person;
      await person.open('/_local/gallery');
      await page.getByRole('button', { name: 'Show a long one' }).click();
      const told = page.getByText('The export is being made');
      // It stays for as long as the pointer is there.
      await told.hover();
      await person.keyboard.press('button', 'Rename…');
      await page.getByRole('dialog', { name: 'Rename this device' }).waitFor();
      await told.waitFor({ state: 'hidden' });
      expect(await told.count()).toBe(1);
      await person.keyboard.press('button', 'Close');
      await told.waitFor();
    }),
  );

  it(
    'that is opened once more does not show why it was refused before',
    stage.scene(async ({ newPerson, platform }) => {
      const { email, password, ...account } = await platform.account();
      const device_name = 'Kitchen radio';
      await platform.call('POST', 'auth/login', { email, password, token_delivery: 'body', device_name });
      const person = await newPerson();
      const { page, keyboard, watch } = person;
      await person.enter({ ...account, email, password });
      await person.open('/account/sessions');
      const question = page.getByRole('alertdialog');
      const ask = () => page.getByRole('button', { name: /^Sign out Kitchen radio/ }).click();
      watch.expect({ path: '/users/me/sessions/', status: 503 });
      const { answer } = refusal(503, 'DEPENDENCY_UNAVAILABLE');
      await page.route('**/users/me/sessions/*', answer);
      await ask();
      await question.getByRole('button', { name: 'Sign out' }).click();
      await question.getByRole('alert').waitFor();
      await keyboard.press('button', 'Keep it signed in');
      await question.waitFor({ state: 'detached' });
      await ask();
      await question.waitFor();
      expect(await question.getByRole('alert').count()).toBe(0);
      await question.getByRole('button', { name: 'Sign out' }).click();
      await question.getByRole('alert').waitFor();
    }),
  );
});
