import type { Person } from './harness/person.ts';
import { type Account, linkIn, type Platform } from './harness/platform.ts';
import { alertOf } from './harness/refused-form.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage({ movesTime: true });
const another = 'quite another sentence';

/** Somebody registered, in a browser that is out of reach now; answers the account and the mailed link. */
async function registeredElsewhere(platform: Platform, name: string): Promise<{ account: Account; link: string }> {
  const account = { name, email: `${name.toLowerCase()}@example.com`, password: 'chosen in another browser' };
  await platform.call('POST', 'auth/register', account);
  return { account, link: linkIn(await platform.lastMail(account.email)) };
}

/** The status of a sign-in: whether a password is the account's. */
async function signInStatus(platform: Platform, email: string, password: string): Promise<number> {
  return (await platform.call('POST', 'auth/login', { email, password, token_delivery: 'body' })).status;
}

async function isSignedIn({ page, context }: Person): Promise<void> {
  await page.waitForURL('**/account');
  const names = (await context.cookies()).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['__Host-refresh', '__Host-csrf']));
}

describe('the mailed link in another browser than the one that registered', () => {
  it(
    'keeps the chosen password where it is given, and ends signed in',
    stage.scene(async ({ newPerson, platform }) => {
      const { account, link } = await registeredElsewhere(platform, 'Ada');
      const person = await newPerson();
      await person.open(link);
      await person.keyboard.type('The password you chose', account.password);
      await person.keyboard.press('button', 'Verify and sign in');
      await isSignedIn(person);
      expect(await signInStatus(platform, account.email, account.password)).toBe(200);
    }),
  );

  it(
    'lets a new password be chosen, ends signed in with it, and the old one opens nothing',
    stage.scene(async ({ newPerson, platform }) => {
      const { account, link } = await registeredElsewhere(platform, 'Bea');
      const person = await newPerson({ device: 'phone' });
      await person.open(link);
      await person.keyboard.press('button', 'Choose a new password instead');
      await person.page.getByRole('heading', { name: 'Choose a password' }).waitFor();
      await person.keyboard.type('New password', another);
      await person.keyboard.press('button', 'Save and sign in');
      await isSignedIn(person);
      expect(await signInStatus(platform, account.email, account.password)).toBe(401);
      expect(await signInStatus(platform, account.email, another)).toBe(200);
    }),
  );

  it(
    'keeps no password where a wrong one is given, says so, and asks for a new one, after a reload too',
    stage.scene(async ({ newPerson, platform }) => {
      const { account, link } = await registeredElsewhere(platform, 'Cleo');
      const person = await newPerson();
      await person.open(link);
      await person.keyboard.type('The password you chose', another);
      await person.keyboard.press('button', 'Verify and sign in');
      await person.page.getByText('That was not the password you chose.').waitFor();
      await person.page.reload();
      await person.page.getByText('That was not the password you chose.').waitFor();
      await person.keyboard.type('New password', another);
      await person.keyboard.press('button', 'Save and sign in');
      await isSignedIn(person);
      expect(await signInStatus(platform, account.email, account.password)).toBe(401);
    }),
  );
});

describe('the page of a mailed link', () => {
  it(
    'takes the token out of the address, sends nothing by itself, and lives through a reload',
    stage.scene(async ({ newPerson, platform }) => {
      const { account, link } = await registeredElsewhere(platform, 'Dora');
      const person = await newPerson();
      const calls: string[] = [];
      person.context.on('request', (request) => request.url().includes('/api/') && calls.push(request.url()));
      await person.open(link);
      await person.page.getByLabel('The password you chose', { exact: true }).waitFor();
      expect(person.page.url()).toBe(`${platform.origin}/verify-email`);
      await person.page.reload();
      await person.page.getByLabel('The password you chose', { exact: true }).waitFor();
      expect(calls).toEqual([]);
      await person.keyboard.type('The password you chose', account.password);
      await person.keyboard.press('button', 'Verify and sign in');
      await isSignedIn(person);
    }),
  );

  it(
    'says of a used link what to do, in the browser that used it and in another',
    stage.scene(async ({ newPerson, platform }) => {
      const { account, link } = await registeredElsewhere(platform, 'Eve');
      const token = link.split('#token=')[1];
      await platform.call('POST', 'auth/verify-email', { token, password: account.password });
      const person = await newPerson();
      person.watch.expect({ path: '/auth/verify-email', status: 400 });
      await person.open(link);
      await person.keyboard.type('The password you chose', account.password);
      await person.keyboard.press('button', 'Verify and sign in');
      const alert = alertOf(person.page);
      await alert.getByText('This link does not work any more.').waitFor();
      expect(await alert.textContent()).toContain('If you used it, sign in.');
      await person.keyboard.press('link', 'Sign in');
      await person.page.waitForURL('**/sign-in');
    }),
  );

  it(
    'says without a link what to do, and sends another mail from there',
    stage.scene(async ({ newPerson, platform }) => {
      const { account } = await registeredElsewhere(platform, 'Fay');
      await platform.advance(61);
      const person = await newPerson();
      await person.open('/verify-email');
      await person.page.getByRole('heading', { name: 'This page needs the link from our mail' }).waitFor();
      await person.keyboard.type('E-mail address', account.email);
      await person.keyboard.press('button', 'Send another mail');
      await person.page.getByText('Asked for.').waitFor();
      expect(await platform.mails(account.email)).toHaveLength(2);
    }),
  );
});

/** Signs up by the form and stands before the page that waits for the mail. */
async function signUp(person: Person, account: Account): Promise<void> {
  await person.open('/sign-up');
  await person.keyboard.type('Your name', account.name);
  await person.keyboard.type('E-mail address', account.email);
  await person.keyboard.type('New password', account.password);
  await person.keyboard.press('button', 'Create account');
  await person.page.getByRole('heading', { name: 'Check your mail' }).waitFor();
}

describe('the code of the mail', () => {
  const account = (name: string) => ({ name, email: `${name.toLowerCase()}@example.com`, password: 'typed only once' });

  it(
    'verifies and signs in, in the tab that registered',
    stage.scene(async ({ newPerson, platform }) => {
      const gail = account('Gail');
      const person = await newPerson();
      await signUp(person, gail);
      const { code } = await platform.lastMail(gail.email);
      await person.keyboard.type('Code from the mail', code ?? '');
      await person.keyboard.press('button', 'Verify');
      await isSignedIn(person);
    }),
  );

  it(
    'verifies after a reload too, and the sign-in page then knows the address',
    stage.scene(async ({ newPerson, platform }) => {
      const hope = account('Hope');
      const person = await newPerson();
      await signUp(person, hope);
      await person.page.reload();
      const { code } = await platform.lastMail(hope.email);
      await person.keyboard.type('Code from the mail', code ?? '');
      await person.keyboard.press('button', 'Verify');
      await person.page.getByText('Your address is verified.').waitFor();
      expect(await person.page.getByLabel('E-mail address').inputValue()).toBe(hope.email);
      await person.keyboard.type('Password', hope.password);
      await person.keyboard.key('Enter');
      await isSignedIn(person);
    }),
  );

  it(
    'is refused when wrong with what to do next, and dies after five tries, while the link lives',
    stage.scene(async ({ newPerson, platform }) => {
      const ivy = account('Ivy');
      const person = await newPerson();
      await signUp(person, ivy);
      const mail = await platform.lastMail(ivy.email);
      const wrong = mail.code?.startsWith('2222') ? '33333333' : '22222222';
      person.watch.expect({ path: '/auth/verify-email', status: 400 });
      for (const code of [wrong, wrong, wrong, wrong, wrong, mail.code ?? '']) {
        const answered = person.page.waitForResponse('**/auth/verify-email');
        await person.keyboard.type('Code from the mail', code);
        await person.keyboard.press('button', 'Verify');
        expect((await answered).status()).toBe(400);
        await person.page.getByText('This code does not work.').waitFor();
      }
      await person.open(linkIn(mail));
      await person.keyboard.press('button', 'Verify i***@e***.com');
      await person.page.getByText('Your address is verified.').waitFor();
    }),
  );

  it(
    'is not waited for any more once the link was used in another tab',
    stage.scene(async ({ newPerson, platform }) => {
      const june = account('June');
      const person = await newPerson();
      await signUp(person, june);
      const tab = await person.newTab(linkIn(await platform.lastMail(june.email)));
      await tab.getByRole('button', { name: 'Verify j***@e***.com' }).click();
      await tab.getByText('Your address is verified.').waitFor();
      await person.page.getByRole('heading', { name: 'Your address is verified' }).waitFor();
      await person.keyboard.press('button', 'Sign in');
      await person.page.waitForURL('**/sign-in');
    }),
  );
});
