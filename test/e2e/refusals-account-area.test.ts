import type { Page } from 'playwright-core';
import type { ErrorCode } from '../../lambdas/kernel/errors.ts';
import type { Person } from './harness/person.ts';
import { type Account, linkIn, type Platform } from './harness/platform.ts';
import { type Refusal, refusalsOf } from './harness/refusals.ts';
import { alertOf, type FilledForm, type RefusedCall, refuseEach, refuseOnce } from './harness/refused-form.ts';
import { openStage, type Scene } from './harness/scene.ts';

const stage = openStage();
const phrase = 'To confirm, type “delete my account”';
let addresses = 0;

/** A dead token is renewed, and an old proof is asked for anew, before anybody is told. */
const dealtWith: ReadonlySet<ErrorCode | null> = new Set([
  'AUTHENTICATION_REQUIRED',
  'TOKEN_INVALID',
  'REAUTHENTICATION_REQUIRED',
]);

interface Form extends RefusedCall {
  doing: string;
  method: string;
  /** Where nobody is signed in, `TOKEN_INVALID` is the end of a mailed link or code. */
  isOpen?: boolean;
  fill(scene: Scene): Promise<FilledForm>;
}

async function signedIn({ newPerson, platform }: Scene, path: string, account?: Account): Promise<Person> {
  const person = await newPerson();
  await person.enter(account ?? (await platform.account()));
  await person.open(path);
  return person;
}

/** Somebody asks for another address, in a browser; the mail is at the new one. */
async function asks(scene: Scene): Promise<{ person: Person; account: Account; wanted: string }> {
  addresses += 1;
  const wanted = `wanted${addresses}@new.example`;
  const account = await scene.platform.account();
  const person = await signedIn(scene, '/account', account);
  await person.fill({ 'New e-mail address': wanted });
  await person.keyboard.press('button', 'Change address');
  await person.page.getByText(`If ${wanted} can be used`).waitFor();
  return { person, account, wanted };
}

/** The change is made; the mail is at the old address. */
async function changed(platform: Platform, wanted: string): Promise<void> {
  const token = new URLSearchParams(linkIn(await platform.lastMail(wanted)).split('#')[1]).get('token');
  await platform.call('POST', 'auth/confirm-email', { token });
}

const forms: readonly Form[] = [
  {
    doing: 'asking for another address',
    method: 'POST',
    path: '/api/v1/users/me/email',
    field: { label: 'New e-mail address', name: 'email', sentence: 'Is your address already.' },
    async fill(scene) {
      const person = await signedIn(scene, '/account');
      const typed = { 'New e-mail address': 'another@new.example' };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Change address');
      return { person, typed, send, done: () => person.page.getByText('a mail is on its way there').waitFor() };
    },
  },
  {
    doing: 'confirming another address by the code',
    method: 'POST',
    path: '/api/v1/auth/confirm-email',
    isOpen: true,
    field: { label: 'Code from the mail', name: 'code', sentence: 'Must not be empty.' },
    async fill(scene) {
      const { person, wanted } = await asks(scene);
      const { code } = await scene.platform.lastMail(wanted);
      // As the field writes it.
      const typed = { 'Code from the mail': (code ?? '').replace(/^.{4}(?!-)/, '$&-') };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Confirm the new address');
      return { person, typed, send, done: () => person.page.getByText('Your address is changed').waitFor() };
    },
  },
  {
    doing: 'downloading the own data',
    method: 'GET',
    path: '/api/v1/users/me/export',
    async fill(scene) {
      const person = await signedIn(scene, '/account/data');
      const send = () => person.keyboard.press('button', 'Download my data');
      return { person, typed: {}, send, done: () => person.page.getByText('is with your downloads').waitFor() };
    },
  },
  {
    doing: 'deleting the account',
    method: 'DELETE',
    path: '/api/v1/users/me',
    async fill(scene) {
      const person = await signedIn(scene, '/account/data');
      const typed = { [phrase]: 'delete my account' };
      await person.fill(typed);
      const send = () => person.keyboard.press('button', 'Delete my account');
      const done = () => person.page.getByRole('heading', { name: 'Your account is deleted' }).waitFor();
      return { person, typed, send, done };
    },
  },
];

interface MailedLink extends Form {
  /** Where somebody is led whose link opens nothing any more. */
  wayOn: string;
}

const links: readonly MailedLink[] = [
  {
    doing: 'confirming another address by the link',
    method: 'POST',
    path: '/api/v1/auth/confirm-email',
    isOpen: true,
    wayOn: 'Go to your account',
    async fill(scene) {
      const { wanted } = await asks(scene);
      const person = await scene.newPerson();
      await person.open(linkIn(await scene.platform.lastMail(wanted)));
      const send = () => person.page.getByRole('button', { name: /^Use this address for/ }).click();
      const done = () => person.page.getByRole('heading', { name: 'Your address is changed' }).waitFor();
      return { person, typed: {}, send, done };
    },
  },
  {
    doing: 'taking the change of an address back',
    method: 'POST',
    path: '/api/v1/auth/revert-email',
    isOpen: true,
    wayOn: 'Choose a new password',
    async fill(scene) {
      const { account, wanted } = await asks(scene);
      await changed(scene.platform, wanted);
      const person = await scene.newPerson();
      await person.open(linkIn(await scene.platform.lastMail(account.email)));
      const send = () => person.page.getByRole('button', { name: /^Go back to/ }).click();
      const done = () => person.page.getByRole('heading', { name: 'The change is taken back' }).waitFor();
      return { person, typed: {}, send, done };
    },
  },
];

const refusalsOfForm = ({ method, path, field, isOpen }: Form) =>
  refusalsOf(method, path, { fields: field && { [field.name]: field.sentence } }).filter(
    ({ code }) => isOpen || !dealtWith.has(code),
  );
const isDead = ({ code }: Refusal) => code === 'TOKEN_INVALID';

describe('whoever looks after their account is told what happened and what to do next', () => {
  it.each(forms)(
    'after each refusal of $doing, and loses nothing that was typed',
    stage.scene(async (scene, form) => {
      expect(await refuseEach(await form.fill(scene), form, refusalsOfForm(form))).toEqual([]);
    }),
  );

  it.each(links)(
    'after each refusal of $doing, and where the link has come to its end',
    stage.scene(async (scene, link) => {
      const filled = await link.fill(scene);
      const refusals = refusalsOfForm(link);
      expect(
        await refuseEach(
          filled,
          link,
          refusals.filter((refusal) => !isDead(refusal)),
        ),
      ).toEqual([]);
      const [dead] = refusals.filter(isDead);
      if (!dead) throw new Error(`${link.path} has no end`);
      const again = await link.fill(scene);
      await refuseOnce(again, link, dead);
      await again.person.page.locator('main').getByRole('link', { name: link.wayOn }).waitFor();
    }),
  );
});

describe('signing another device out', () => {
  it.each([
    ['one', '/api/v1/users/me/sessions/{id}', '**/users/me/sessions/*', /^Sign out .+, last used/, 'Sign out'],
    ['all', '/api/v1/users/me/sessions', '**/users/me/sessions', /^Sign out all others$/, 'Sign out all others'],
  ] as const)(
    'says after each refusal what to do next, and can be tried again: %s',
    stage.scene(async ({ newPerson, platform }, _, path, called, trigger, confirm) => {
      const account = await platform.account();
      const { email, password } = account;
      await platform.call('POST', 'auth/login', { email, password, token_delivery: 'body' });
      const person = await newPerson();
      const { page, watch } = person;
      await person.enter(account);
      await person.open('/account/sessions');
      const dialog = page.getByRole('alertdialog');
      const isToldInDialog = async (refusal: Refusal) => {
        watch.expect({ path: '/users/me/sessions', status: refusal.status });
        // The list is read from the same address.
        await page.route(called, (route) =>
          route.request().method() === 'DELETE' ? refusal.answer(route) : route.fallback(),
        );
        await page.getByRole('button', { name: trigger }).click();
        expect(await dialog.getByRole('alert').count()).toBe(0);
        await dialog.getByRole('button', { name: confirm }).click();
        await dialog.getByRole('alert').waitFor();
        await page.unroute(called);
        return (await dialog.getByRole('alert').locator('p').allTextContents()).join(' ');
      };
      // What is not there any more is signed out, as was wanted.
      const told = refusalsOf('DELETE', path).filter(({ code }) => !dealtWith.has(code) && code !== 'NOT_FOUND');
      for (const refusal of told) {
        const said = await isToldInDialog(refusal);
        expect({ name: refusal.name, said }).toEqual({ name: refusal.name, said: expect.stringMatching(/\w+\. \w+/) });
        await dialog.getByRole('button', { name: /^Keep/ }).click();
        await dialog.waitFor({ state: 'detached' });
      }
      await page.getByRole('button', { name: trigger }).click();
      await dialog.getByRole('button', { name: confirm }).click();
      await page.getByText('You are signed in nowhere else.').waitFor();
    }),
  );
});

describe('a list of the account', () => {
  const shown = (page: Page) => page.getByRole('row').nth(1).waitFor();
  it.each(['sessions', 'activity'])(
    'that is refused says so, and is read when it is asked to: %s',
    stage.scene(async (scene, list) => {
      const { page, watch, keyboard } = await signedIn(scene, '/account');
      const refusals = refusalsOf('GET', `/api/v1/users/me/${list}`).filter(({ code }) => !dealtWith.has(code));
      for (const refusal of refusals) {
        watch.expect({ path: `/users/me/${list}`, status: refusal.status });
        await page.route(`**/users/me/${list}*`, (route) => refusal.answer(route));
        await page.goto(`/account/${list}`);
        const alert = alertOf(page);
        await alert.waitFor();
        expect((await alert.locator('p').allTextContents()).length).toBeGreaterThanOrEqual(2);
        await page.unroute(`**/users/me/${list}*`);
        await keyboard.press('button', 'Try again');
        await shown(page);
      }
    }),
  );
});
