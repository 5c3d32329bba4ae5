import { alertOf } from '../harness/refused-form.ts';
import { hold, linkFor, password, type State, signUp } from './state.ts';

const verifyEmail = '/auth/verify-email';
/** Of the right form, and of no mail. */
const unknownToken = 'A'.repeat(43);

export const mailLinkStates: readonly State[] = [
  {
    name: 'verify-in-the-browser-that-registered',
    async reach(visit) {
      const account = visit.stranger();
      await signUp(visit, account);
      const [mail] = await visit.platform.mails(account.email);
      await visit.person.open(mail?.links[0] ?? '');
      await visit.page.getByRole('button', { name: /^Verify/ }).waitFor();
    },
  },
  {
    name: 'verify-one-of-two-addresses',
    async reach(visit) {
      await signUp(visit, visit.stranger());
      const account = visit.stranger();
      await signUp(visit, account);
      const [mail] = await visit.platform.mails(account.email);
      await visit.person.open(mail?.links[0] ?? '');
      await visit.page.getByText('Which address did the mail go to?').waitFor();
    },
  },
  {
    name: 'verify-in-another-browser',
    async reach(visit) {
      await visit.person.open(await linkFor(visit, visit.stranger()));
      await visit.page.getByLabel('The password you chose', { exact: true }).waitFor();
    },
  },
  {
    name: 'verify-pending',
    async reach(visit) {
      await hold(visit, verifyEmail);
      await visit.person.open(await linkFor(visit, visit.stranger()));
      await visit.person.fill({ 'The password you chose': password });
      await visit.person.keyboard.press('button', 'Verify and sign in');
      await visit.page.locator('button[aria-busy=true]').waitFor();
    },
  },
  {
    name: 'verify-dead-link',
    refused: [{ path: verifyEmail, status: 400 }],
    async reach({ person, page }) {
      await person.open(`/verify-email#token=${unknownToken}`);
      await person.keyboard.press('button', 'Choose a new password instead');
      await alertOf(page).waitFor();
    },
  },
  { name: 'verify-without-a-link', reach: ({ person }) => person.open('/verify-email') },
  {
    name: 'verify-without-a-link-asked-again',
    async reach({ person, page, stranger }) {
      await person.open('/verify-email');
      await person.fill({ 'E-mail address': stranger().email });
      await person.keyboard.press('button', 'Send another mail');
      await page.getByText('Asked for.').waitFor();
    },
  },
  {
    name: 'choose-a-password',
    async reach(visit) {
      await visit.person.open(await linkFor(visit, visit.stranger()));
      await visit.person.keyboard.press('button', 'Choose a new password instead');
      await visit.page.getByLabel('New password', { exact: true }).waitFor();
    },
  },
  {
    name: 'choose-a-password-after-a-wrong-one',
    async reach(visit) {
      await visit.person.open(await linkFor(visit, visit.stranger()));
      await visit.person.fill({ 'The password you chose': 'this is not the one' });
      await visit.person.keyboard.press('button', 'Verify and sign in');
      await visit.page.getByText('That was not the password you chose.').waitFor();
    },
  },
  {
    name: 'sign-in-after-verifying',
    async reach(visit) {
      const account = visit.stranger();
      await signUp(visit, account);
      const [mail] = await visit.platform.mails(account.email);
      await visit.person.open(mail?.links[0] ?? '');
      await visit.page.getByRole('button', { name: /^Verify/ }).click();
      await visit.page.getByText('Your address is verified.').waitFor();
    },
  },
  {
    name: 'verified-in-another-tab',
    async reach(visit) {
      const account = visit.stranger();
      await signUp(visit, account);
      const [mail] = await visit.platform.mails(account.email);
      const tab = await visit.person.newTab(mail?.links[0] ?? '');
      await tab.getByRole('button', { name: /^Verify/ }).click();
      await visit.page.getByText('was verified in another tab').waitFor();
    },
  },
  {
    name: 'invitation',
    async reach({ person, page }) {
      await person.open(`/accept-invitation#token=${unknownToken}`);
      await page.getByLabel('Your name', { exact: true }).waitFor();
    },
  },
  {
    name: 'invitation-dead',
    refused: [{ path: '/auth/accept-invitation', status: 400 }],
    async reach({ person, page }) {
      await person.open(`/accept-invitation#token=${unknownToken}`);
      await person.fill({ 'Your name': 'Grace Hopper', 'New password': password });
      await person.keyboard.press('button', 'Accept and sign in');
      await alertOf(page).waitFor();
    },
  },
  { name: 'invitation-without-a-link', reach: ({ person }) => person.open('/accept-invitation') },
];
