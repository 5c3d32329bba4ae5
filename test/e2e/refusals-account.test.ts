import type { Page } from 'playwright-core';
import type { ErrorCode } from '../../lambdas/kernel/errors.ts';
import type { Person } from './harness/person.ts';
import { type Refusal, refusalsOf } from './harness/refusals.ts';
import { alertOf, refuseEach } from './harness/refused-form.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage();

const profile = ({ page }: Person) => page.getByRole('heading', { name: 'Profile', level: 1 });

/** What a browser tells a page whose tab comes to the front. */
const comeBackTo = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));

/** A token that is dead is renewed, and the call sent again, before anybody is told. */
const deadToken: ReadonlySet<ErrorCode | null> = new Set(['AUTHENTICATION_REQUIRED', 'TOKEN_INVALID']);
/** What says of the session that it is over; anything else says nothing of it. */
const verdicts: ReadonlySet<ErrorCode | null> = new Set(['REFRESH_TOKEN_INVALID', 'CSRF_FAILED', 'MALFORMED_REQUEST']);

describe('saving the profile', () => {
  const path = '/api/v1/users/me';
  const field = { label: 'Name', name: 'name', sentence: 'Must not contain control characters.' };
  const refusals = refusalsOf('PATCH', path, { fields: { [field.name]: field.sentence } });

  it(
    'tells after each refusal what to do next, and loses nothing that was typed',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      await person.enterProfile(await platform.account());
      const typed = { Name: 'Ada Lovelace' };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Save');
      const form = { person, typed, send, done: () => person.page.getByText('Your profile is saved').waitFor() };
      const told = refusals.filter(({ code }) => !deadToken.has(code));
      expect(await refuseEach(form, { path, field }, told)).toEqual([]);
    }),
  );

  it.each(refusals.filter(({ code }) => deadToken.has(code)))(
    'works on with another token after $name, and nobody is told',
    stage.scene(async ({ newPerson, platform }, refusal) => {
      const person = await newPerson();
      const { page, watch, keyboard } = person;
      await person.enterProfile(await platform.account());
      await person.fill({ Name: 'Ada Lovelace' });
      watch.expect({ path, status: refusal.status });
      await page.route(`**${path}`, (route) => refusal.answer(route), { times: 1 });
      const refreshed = page.waitForResponse('**/auth/refresh');
      await keyboard.press('button', 'Save');
      expect((await refreshed).status()).toBe(200);
      await page.getByText('Your profile is saved').waitFor();
      expect(await alertOf(page).count()).toBe(0);
    }),
  );
});

describe('coming back to a tab', () => {
  const path = '/api/v1/users/me';

  it(
    'says after each refusal that what is shown may be old, and reads it when it is asked to',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const { page, watch, keyboard } = person;
      await person.enterProfile(await platform.account());
      const notice = alertOf(page).getByText('What you see may be out of date');
      for (const refusal of refusalsOf('GET', path).filter(({ code }) => !deadToken.has(code))) {
        watch.expect({ path, status: refusal.status });
        await page.route(`**${path}`, (route) => refusal.answer(route));
        await comeBackTo(page);
        await notice.waitFor();
        await page.unroute(`**${path}`);
        await keyboard.press('button', 'Try again');
        await notice.waitFor({ state: 'detached' });
      }
    }),
  );
});

describe('opening the account', () => {
  const path = '/api/v1/auth/refresh';
  const refusals = refusalsOf('POST', path);
  const answerBy = async ({ page, watch }: Person, refusal: Refusal) => {
    watch.expect({ path, status: refusal.status });
    await page.unroute(`**${path}`);
    await page.route(`**${path}`, (route) => refusal.answer(route));
  };

  it(
    'says after whatever is no verdict on the session what is wrong, and goes on when it is asked to',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const { page } = person;
      await person.enterProfile(await platform.account());
      for (const refusal of refusals.filter(({ code }) => !verdicts.has(code))) {
        await answerBy(person, refusal);
        await page.reload();
        const again = page.getByRole('button', { name: 'Try again' });
        await again.waitFor();
        const said = await page.locator('main').textContent();
        expect({ name: refusal.name, said }).toEqual({
          name: refusal.name,
          said: expect.not.stringMatching(/[A-Z]{2,}_[A-Z]{2,}/),
        });
        await page.unroute(`**${path}`);
        await person.keyboard.press('button', 'Try again');
        await profile(person).waitFor();
      }
    }),
  );

  it(
    'says after each verdict on the session that it is over, and leads to the sign-in',
    stage.scene(async ({ newPerson, platform }) => {
      const person = await newPerson();
      const { page } = person;
      await person.enterProfile(await platform.account());
      for (const refusal of refusals.filter(({ code }) => verdicts.has(code))) {
        await answerBy(person, refusal);
        await person.open('/account');
        await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
        await page.getByRole('link', { name: 'Sign in again' }).waitFor();
      }
    }),
  );
});

describe('signing out', () => {
  const path = '/api/v1/auth/logout';
  const over: ReadonlySet<number | 'failed'> = new Set([401]);

  it(
    'says after each refusal that nothing has ended, and can be tried again',
    stage.scene(async ({ newPerson, platform }) => {
      const account = await platform.account();
      const person = await newPerson();
      const { page, watch, keyboard } = person;
      await person.enterProfile(account);
      const dialog = page.getByRole('alertdialog', { name: 'You are still signed in' });
      const told = refusalsOf('POST', path).filter(({ status }) => !over.has(status));
      for (const refusal of told) {
        watch.expect({ path, status: refusal.status });
        await page.route(`**${path}`, (route) => refusal.answer(route), { times: 1 });
        await keyboard.choose(`${account.name}: account menu`, 'Sign out');
        await dialog.waitFor();
        const said = await dialog.getByRole('alert').locator('p').allTextContents();
        expect({ name: refusal.name, sentences: said.length }).toEqual({ name: refusal.name, sentences: 2 });
        await keyboard.press('button', 'Stay signed in');
        await dialog.waitFor({ state: 'detached' });
      }
      await keyboard.choose(`${account.name}: account menu`, 'Sign out');
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    }),
  );

  it.each(refusalsOf('POST', path).filter(({ status }) => over.has(status)))(
    'is done where the session is over already: $name',
    stage.scene(async ({ newPerson, platform }, refusal) => {
      const account = await platform.account();
      const person = await newPerson();
      const { page, watch, keyboard } = person;
      await person.enterProfile(account);
      watch.expect({ path, status: refusal.status });
      await page.route(`**${path}`, (route) => refusal.answer(route));
      await keyboard.choose(`${account.name}: account menu`, 'Sign out');
      await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    }),
  );
});
