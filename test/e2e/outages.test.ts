import { refusal } from './harness/refusals.ts';
import { alertOf } from './harness/refused-form.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage();
const down = refusal(503, 'DEPENDENCY_UNAVAILABLE');

describe('without a network', () => {
  it(
    'a page says so, keeps what was typed, and goes on with it afterwards',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const { page } = person;
      await person.enterProfile(await platform.account());
      await person.fill({ Name: 'Written on a train' });
      await person.context.setOffline(true);
      await page.getByText('You are offline.').waitFor();
      person.watch.expect({ path: '/users/me', status: 'failed' });
      await person.keyboard.press('button', 'Save');
      await alertOf(page).getByText('There was no answer.').waitFor();
      await person.context.setOffline(false);
      await page.getByText('You are offline.').waitFor({ state: 'detached' });
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Written on a train');
      await person.keyboard.press('button', 'Save');
      await page.getByText('Your profile is saved').waitFor();
    }),
  );
});

describe('while the platform does not answer', () => {
  it.each([
    { how: 'is down', title: 'This site is not available right now', status: 503, answer: down.answer },
    { how: 'is silent', title: 'There was no answer.', status: 'failed', answer: undefined },
  ] as const)(
    'and $how, nobody is signed out, and the page goes on when it is asked to',
    stage.scene(async ({ newPerson, platform }, { title, status, answer }) => {
      const person = await newPerson();
      const { page } = person;
      await person.enterProfile(await platform.account());
      await page.route('**/auth/refresh', (route) => (answer ? answer(route) : route.abort('connectionrefused')));
      person.watch.expect({ path: '/auth/refresh', status });
      await page.reload();
      await page.getByRole('heading', { name: title }).waitFor();
      await page.unroute('**/auth/refresh');
      await person.keyboard.press('button', 'Try again');
      await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
    }),
  );

  it(
    'whoever signs out is told that they are still signed in, and can try again',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      const { page, keyboard } = person;
      await person.enterProfile(account);
      await page.route('**/auth/logout', down.answer, { times: 1 });
      person.watch.expect({ path: '/auth/logout', status: 503 });
      await keyboard.choose(`${account.name}: account menu`, 'Sign out');
      const dialog = page.getByRole('alertdialog', { name: 'You are still signed in' });
      await dialog.waitFor();
      await dialog.getByRole('alert').getByText('This does not work right now.').waitFor();
      await keyboard.press('button', 'Try again');
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    }),
  );

  it(
    'the sign-in page says that it does not know, and signs in all the same',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      const { page } = person;
      await person.enter(account);
      await page.route('**/auth/refresh', down.answer);
      person.watch.expect({ path: '/auth/refresh', status: 503 });
      await person.open('/sign-in');
      await page.getByText('We could not find out whether you are signed in.').waitFor();
      await person.fill({ 'E-mail address': account.email, Password: account.password });
      await person.keyboard.key('Enter');
      await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
    }),
  );
});
