import { linkIn, type Platform } from '../harness/platform.ts';
import { alertOf } from '../harness/refused-form.ts';
import { hold, type State, type Visit } from './state.ts';

const verify = '/auth/magic-link/verify';
/** Of the right form, and of no mail. */
const unknownToken = 'A'.repeat(43);

/** Asks by the form, and waits for the field of the code. */
async function ask({ person, page }: Visit, email: string): Promise<void> {
  await person.open('/magic-link');
  await person.fill({ 'E-mail address': email });
  await person.keyboard.press('button', 'E-mail me a sign-in link');
  await page.getByLabel('Code from the mail', { exact: true }).waitFor();
}

async function linkOf(platform: Platform, email: string): Promise<string> {
  await platform.call('POST', 'auth/magic-link', { email });
  return linkIn(await platform.lastMail(email));
}

/** Somebody whose mailbox a sign-in link proved: there is no password. */
async function enterWithoutPassword({ person, page, platform, stranger }: Visit): Promise<void> {
  const account = stranger();
  await platform.call('POST', 'auth/register', account);
  await person.open(await linkOf(platform, account.email));
  await person.keyboard.press('button', 'Sign in');
  await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
}

/** Somebody without a password is asked again who they are. */
async function askedForProof(visit: Visit): Promise<void> {
  const { person, page } = visit;
  await enterWithoutPassword(visit);
  await person.open('/account/passkeys');
  await person.keyboard.press('button', 'Add a passkey');
  await page.getByRole('dialog', { name: 'Add a passkey' }).waitFor();
  await person.keyboard.press('button', 'Go on');
  await page.getByRole('button', { name: 'E-mail me a code' }).waitFor();
}

const proofWanted = { path: '/api/v1/users/me/passkeys/options', status: 403 };
const dialog = '[role=dialog]';

export const magicLinkStates: readonly State[] = [
  {
    name: 'security-without-password',
    async reach(visit) {
      await enterWithoutPassword(visit);
      await visit.person.open('/account/security');
      await visit.page.getByText('You have none: you sign in without it.').waitFor();
      await visit.page.getByLabel('Current password').waitFor({ state: 'detached' });
    },
  },
  { name: 'magic-link', reach: ({ person }) => person.open('/magic-link') },
  {
    name: 'magic-link-asked',
    reach: (visit) => ask(visit, visit.stranger().email),
  },
  {
    name: 'magic-link-asked-for-a-long-address',
    reach: (visit) => ask(visit, `${'a-very-long-name-that-does-not-end'.repeat(2).slice(0, 60)}@mail.example.com`),
  },
  {
    name: 'magic-link-wrong-code',
    refused: [{ path: verify, status: 400 }],
    async reach(visit) {
      await ask(visit, visit.stranger().email);
      await visit.person.fill({ 'Code from the mail': '2345-6789' });
      await visit.person.keyboard.press('button', 'Sign in');
      await alertOf(visit.page).waitFor();
    },
  },
  {
    name: 'magic-link-opened',
    async reach({ person, page }) {
      await person.open(`/magic-link#token=${unknownToken}`);
      await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    },
  },
  {
    name: 'magic-link-opened-where-it-was-asked-for',
    async reach(visit) {
      await ask(visit, visit.stranger().email);
      await visit.person.open('/sign-in');
      await visit.person.open(`/magic-link#token=${unknownToken}`);
      await visit.page.getByRole('button', { name: /^Sign in as/ }).waitFor();
    },
  },
  {
    name: 'magic-link-of-another-account',
    async reach(visit) {
      await ask(visit, visit.stranger().email);
      await visit.person.open('/sign-in');
      const sender = await visit.platform.account(visit.stranger());
      await visit.person.open(await linkOf(visit.platform, sender.email));
      await visit.page.getByRole('button', { name: /^Sign in as/ }).click();
      await visit.page.getByRole('heading', { name: 'This is another account' }).waitFor();
    },
  },
  {
    name: 'magic-link-pending',
    async reach(visit) {
      await hold(visit, verify);
      await visit.person.open(`/magic-link#token=${unknownToken}`);
      await visit.person.keyboard.press('button', 'Sign in');
      await visit.page.locator('button[aria-busy=true]').waitFor();
    },
  },
  {
    name: 'magic-link-dead',
    refused: [{ path: verify, status: 400 }],
    async reach({ person, page }) {
      await person.open(`/magic-link#token=${unknownToken}`);
      await person.keyboard.press('button', 'Sign in');
      await alertOf(page).waitFor();
    },
  },
  { name: 'step-up-by-mail', part: dialog, refused: [proofWanted], reach: askedForProof },
  {
    name: 'step-up-by-mail-code',
    part: dialog,
    refused: [proofWanted],
    async reach(visit) {
      await askedForProof(visit);
      await visit.person.keyboard.press('button', 'E-mail me a code');
      await visit.page.getByLabel('Code from the mail').waitFor();
    },
  },
];
