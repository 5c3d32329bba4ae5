import { refusal } from '../harness/refusals.ts';
import { alertOf } from '../harness/refused-form.ts';
import { enter, hold, type State, signUp } from './state.ts';

const login = '/api/v1/auth/login';
const wrong = { 'E-mail address': 'ada@example.com', Password: 'not the right one' };

export const entryStates: readonly State[] = [
  { name: 'home', reach: ({ person }) => person.open('/') },
  {
    name: 'home-signed-in',
    async reach(visit) {
      await enter(visit, { name: 'Ada Lovelace' });
      await visit.person.open('/');
      await visit.page.getByText('You are signed in as').waitFor();
    },
  },
  { name: 'sign-in', reach: ({ person }) => person.open('/sign-in') },
  {
    name: 'sign-in-empty-fields',
    async reach({ person, page }) {
      await person.open('/sign-in');
      await person.keyboard.press('button', 'Sign in');
      await page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'sign-in-pending',
    async reach(visit) {
      await hold(visit, login);
      await visit.person.open('/sign-in');
      await visit.person.fill(wrong);
      await visit.person.keyboard.press('button', 'Sign in');
      await visit.page.locator('button[aria-busy=true]').waitFor();
    },
  },
  {
    name: 'sign-in-wrong-password',
    refused: [{ path: login, status: 401 }],
    async reach({ person, page }) {
      await person.open('/sign-in');
      await person.fill(wrong);
      await person.keyboard.press('button', 'Sign in');
      await alertOf(page).waitFor();
    },
  },
  {
    name: 'sign-in-too-many-tries',
    refused: [{ path: login, status: 429 }],
    async reach({ person, page }) {
      await page.route(`**${login}`, refusal(429, 'RATE_LIMITED').answer);
      await person.open('/sign-in');
      await person.fill(wrong);
      await person.keyboard.press('button', 'Sign in');
      await alertOf(page).waitFor();
    },
  },
  {
    name: 'sign-in-not-verified',
    refused: [{ path: login, status: 403 }],
    async reach({ person, page, platform, stranger }) {
      const account = stranger();
      await platform.call('POST', 'auth/register', account);
      await person.open('/sign-in');
      await person.fill({ 'E-mail address': account.email, Password: account.password });
      await person.keyboard.press('button', 'Sign in');
      await page.getByRole('button', { name: 'Send another mail' }).waitFor();
    },
  },
  {
    name: 'sign-in-session-unknown',
    refused: [{ path: '/auth/refresh', status: 503 }],
    async reach(visit) {
      await enter(visit);
      await visit.page.route('**/auth/refresh', refusal(503, 'DEPENDENCY_UNAVAILABLE').answer);
      await visit.person.open('/sign-in');
      await visit.page.getByText('We could not find out whether you are signed in.').waitFor();
    },
  },
  { name: 'sign-up', reach: ({ person }) => person.open('/sign-up') },
  {
    name: 'sign-up-empty-fields',
    async reach({ person, page }) {
      await person.open('/sign-up');
      await person.keyboard.press('button', 'Create account');
      await page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'sign-up-weak-password',
    async reach({ person, page }) {
      await person.open('/sign-up');
      await person.fill({ 'Your name': 'Ada Lovelace', 'New password': 'password' });
      await page.getByText('this is one of the most used passwords').waitFor();
    },
  },
  {
    name: 'sign-up-strong-password',
    async reach({ person, page }) {
      await person.open('/sign-up');
      await person.fill({ 'New password': 'seven herons wade through honey' });
      await page
        .getByText(/strong/i)
        .first()
        .waitFor();
      await page.getByRole('button', { name: 'Show new password' }).click();
    },
  },
  {
    name: 'sign-up-refused-password',
    refused: [{ path: '/auth/register', status: 422 }],
    async reach({ person, page, stranger }) {
      await person.open('/sign-up');
      const { name, email } = stranger();
      await person.fill({ 'Your name': name, 'E-mail address': email, 'New password': 'too short' });
      await person.keyboard.press('button', 'Create account');
      await page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'sign-up-no-answer',
    refused: [{ path: '/auth/register', status: 'failed' }],
    async reach({ person, page, stranger }) {
      await page.route('**/auth/register', (route) => route.abort('connectionfailed'));
      await person.open('/sign-up');
      const { name, email, password } = stranger();
      await person.fill({ 'Your name': name, 'E-mail address': email, 'New password': password });
      await person.keyboard.press('button', 'Create account');
      await alertOf(page).waitFor();
    },
  },
  { name: 'check-mail', reach: (visit) => signUp(visit, visit.stranger()) },
  {
    name: 'check-mail-half-a-code',
    async reach(visit) {
      await signUp(visit, visit.stranger());
      await visit.person.fill({ 'Code from the mail': '234' });
      await visit.person.keyboard.press('button', 'Verify');
      await visit.page.getByText('A code has 8 characters.').waitFor();
    },
  },
  {
    name: 'check-mail-wrong-code',
    refused: [{ path: '/auth/verify-email', status: 400 }],
    async reach(visit) {
      await signUp(visit, visit.stranger());
      await visit.person.fill({ 'Code from the mail': '2345-6789' });
      await visit.person.keyboard.press('button', 'Verify');
      await alertOf(visit.page).waitFor();
    },
  },
  { name: 'check-mail-of-no-request', reach: ({ person }) => person.open('/check-mail') },
  {
    name: 'check-mail-asked-again',
    async reach({ person, page, stranger }) {
      await person.open('/check-mail');
      await person.fill({ 'E-mail address': stranger().email });
      await person.keyboard.press('button', 'Send another mail');
      await page.getByLabel('The password you chose', { exact: true }).waitFor();
    },
  },
];
