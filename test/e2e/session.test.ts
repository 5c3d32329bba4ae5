import type { Page } from 'playwright-core';
import type { Person } from './harness/person.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage({ limits: true });
const quarterOfAnHour = 15 * 60;

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });

/** Changes the name in the profile of that tab and waits until it is saved. */
async function rename(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Your profile is saved').waitFor();
}

async function signOut({ page, keyboard }: Person, name: string): Promise<void> {
  await keyboard.choose(`${name}: account menu`, 'Sign out');
  await heading(page, 'You are signed out').waitFor();
}

/** The statuses of the refreshes that a browser asks for from now on. */
function refreshesOf({ context }: Person): number[] {
  const statuses: number[] = [];
  context.on('response', (response) => {
    if (response.url().endsWith('/auth/refresh')) statuses.push(response.status());
  });
  return statuses;
}

describe('a session in two tabs', () => {
  it(
    'lives on in both where both refresh at once',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      await person.signIn(await platform.account());
      const tab = await person.newTab('/account');
      await heading(tab, 'Profile').waitFor();
      await platform.advance(quarterOfAnHour + 1);
      const refreshes = refreshesOf(person);
      person.watch.expect({ path: '/users/me', status: 401 });
      await Promise.all([rename(person.page, 'One'), rename(tab, 'Two')]);
      expect(refreshes).toEqual([200, 200]);
      await Promise.all([person.page.reload(), tab.reload()]);
      await Promise.all([heading(person.page, 'Profile').waitFor(), heading(tab, 'Profile').waitFor()]);
    }),
  );

  it(
    'renews its token ahead of the end, so that no call is refused',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      await person.context.clock.install();
      await person.signIn(await platform.account());
      await platform.advance(quarterOfAnHour - 30);
      await person.page.clock.fastForward((quarterOfAnHour - 30) * 1000);
      await rename(person.page, 'Early');
    }),
  );

  it(
    'ends in both where one signs out',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      await person.signIn(account);
      const tab = await person.newTab('/account');
      await heading(tab, 'Profile').waitFor();
      await signOut(person, account.name);
      await heading(tab, 'You are signed out').waitFor();
      expect(await tab.content()).not.toContain(account.email);
    }),
  );

  it(
    'begins in both where one signs in',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const tab = await person.newTab('/sign-in');
      await person.signIn(await platform.account());
      await heading(tab, 'Profile').waitFor();
    }),
  );

  it(
    'shows nothing of the person before where somebody else has signed in',
    stage.scene(async ({ newPerson, platform }) => {
      const [ada, bea] = [await platform.account({ name: 'Ada' }), await platform.account({ name: 'Bea' })];
      const person = await newPerson();
      await person.signIn(ada);
      const tab = await person.newTab('/account');
      await heading(tab, 'Profile').waitFor();
      // Through a page that was loaded before: the sign-in page itself would lead on.
      const status = await tab.evaluate(async ({ email, password }) => {
        const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
        return (await fetch('/api/v1/auth/login', { ...init, body: JSON.stringify({ email, password }) })).status;
      }, bea);
      expect(status).toBe(200);
      await person.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await person.page.getByRole('button', { name: 'Bea: account menu' }).waitFor();
      expect(await person.page.locator('body').textContent()).not.toContain(ada.email);
    }),
  );
});

describe('after a sign-out', () => {
  it(
    'the back button shows nothing of the account',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      await person.signIn(account);
      await person.open('/admin');
      await person.page.getByRole('heading', { name: 'You may not see this' }).waitFor();
      await signOut(person, account.name);
      await person.page.goBack();
      // The page before was the account's, and nobody was signed out of it: it leads to the sign-in.
      await heading(person.page, 'Sign in').waitFor();
      expect(await person.page.locator('body').textContent()).not.toContain(account.email);
    }),
  );
});

describe('a session that ends from outside says why', () => {
  it(
    'because an old refresh token came back: the session ends for whoever holds it, and a mail tells',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      await person.signIn(account);
      const stolen = new Map((await person.context.cookies()).map(({ name, value }) => [name, value]));
      for (const _ of ['rotate', 'and again']) {
        await person.page.reload();
        await heading(person.page, 'Profile').waitFor();
        await platform.advance(60);
      }
      const csrf = stolen.get('__Host-csrf') ?? '';
      const cookie = `__Host-refresh=${stolen.get('__Host-refresh')}; __Host-csrf=${csrf}`;
      const headers = { cookie, origin: platform.origin, 'x-csrf-token': csrf };
      const thief = await platform.call('POST', 'auth/refresh', undefined, headers);
      expect([thief.status, thief.code]).toEqual([401, 'REFRESH_TOKEN_INVALID']);

      person.watch.expect({ path: '/users/me', status: 401 });
      person.watch.expect({ path: '/auth/refresh', status: 401 });
      await person.fill({ Name: 'Somebody' });
      await person.keyboard.press('button', 'Save');
      await heading(person.page, 'You were signed out to keep your account safe').waitFor();
      expect((await platform.lastMail(account.email)).subject).toBe('We ended one of your Gatehouse sessions');
    }),
  );

  it(
    'because it was not used for too long, and leads back to where it was',
    stage.scene(async ({ newPerson, platform }) => {
      const admin = { email: 'admin@example.com', password: 'gatehouse-local-only-42' };
      const person = await newPerson();
      await person.signIn(admin);
      await person.open('/admin');
      await heading(person.page, 'Administration').waitFor();
      await platform.advance(15 * 86_400);
      person.watch.expect({ path: '/auth/refresh', status: 401 });
      await person.open('/admin');
      await heading(person.page, 'Your session has expired').waitFor();
      await person.keyboard.press('link', 'Sign in again');
      await person.fill({ 'E-mail address': admin.email, Password: admin.password });
      await person.keyboard.key('Enter');
      await heading(person.page, 'Administration').waitFor();
    }),
  );

  it(
    'because it was ended with its token by something else than this browser',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const login = person.page.waitForResponse('**/auth/login');
      await person.signIn(await platform.account());
      const { data } = (await (await login).json()) as { data: { access_token: string } };
      const ended = await platform.call('POST', 'auth/logout', undefined, {
        authorization: `Bearer ${data.access_token}`,
      });
      expect(ended.status).toBe(204);
      person.watch.expect({ path: '/auth/refresh', status: 401 });
      await person.page.reload();
      await heading(person.page, 'You are signed out').waitFor();
    }),
  );
});

describe('after a sign-in', () => {
  it(
    'somebody is where they wanted to be',
    stage.scene(async ({ newPerson }) => {
      const person = await newPerson();
      await person.open('/admin');
      await person.page.waitForURL('**/sign-in?return_to=%2Fadmin');
      await person.fill({ 'E-mail address': 'support@example.com', Password: 'gatehouse-local-only-42' });
      await person.keyboard.key('Enter');
      await heading(person.page, 'Administration').waitFor();
    }),
  );

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/account/../../evil',
    '/%2f/evil.example',
  ])(
    'nobody is led to %j',
    stage.scene(async ({ newPerson, platform }, wanted) => {
      const person = await newPerson();
      await person.open(`/sign-in?return_to=${encodeURIComponent(wanted)}`);
      await person.fill({ 'E-mail address': 'user@example.com', Password: 'gatehouse-local-only-42' });
      await person.keyboard.key('Enter');
      await heading(person.page, 'Profile').waitFor();
      expect(person.page.url()).toBe(`${platform.origin}/account`);
    }),
  );
});
