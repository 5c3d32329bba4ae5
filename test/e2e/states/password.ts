import { linkIn } from '../harness/platform.ts';
import { refusal } from '../harness/refusals.ts';
import { alertOf } from '../harness/refused-form.ts';
import { enter, type State, type Visit } from './state.ts';

const newer = 'seven quiet herons on ice';
const change = '/api/v1/auth/password/change';
const reset = '/api/v1/auth/password/reset';

/** Somebody asked in this browser; the mailed link. */
async function asked({ person, page, platform, stranger }: Visit): Promise<string> {
  const { email } = await platform.account(stranger());
  await person.open('/forgot-password');
  await person.fill({ 'E-mail address': email });
  await person.keyboard.press('button', 'Mail me a link');
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
  return linkIn(await platform.lastMail(email));
}

/** The form that changes the password, filled in and sent, while the platform asks again who it is. */
async function askedWho(visit: Visit): Promise<void> {
  const { person, page } = visit;
  const account = await enter(visit);
  await page.route(`**${change}`, refusal(403, 'REAUTHENTICATION_REQUIRED').answer);
  await person.open('/account/security');
  await person.fill({ 'Current password': account.password, 'New password': newer });
  await person.keyboard.press('button', 'Change password');
  await page.getByRole('dialog', { name: 'Show that it is you' }).getByLabel('Password', { exact: true }).waitFor();
}

export const passwordStates: readonly State[] = [
  { name: 'forgot-password', reach: ({ person }) => person.open('/forgot-password') },
  {
    name: 'forgot-password-too-often',
    refused: [{ path: '/api/v1/auth/password/forgot', status: 429 }],
    async reach({ person, page }) {
      await page.route('**/password/forgot', refusal(429, 'RATE_LIMITED').answer);
      await person.open('/forgot-password');
      await person.fill({ 'E-mail address': 'ada@example.com' });
      await person.keyboard.press('button', 'Mail me a link');
      await alertOf(page).waitFor();
    },
  },
  { name: 'forgot-password-mailed', reach: asked },
  {
    name: 'reset-password',
    async reach(visit) {
      const link = await asked(visit);
      await visit.person.open(link);
      await visit.page.getByRole('button', { name: /^Set it for/ }).waitFor();
    },
  },
  {
    name: 'reset-password-elsewhere',
    async reach({ person, page, platform, stranger }) {
      const { email } = await platform.account(stranger());
      await platform.call('POST', 'auth/password/forgot', { email });
      await person.open(linkIn(await platform.lastMail(email)));
      await page.getByRole('button', { name: 'Set new password' }).waitFor();
    },
  },
  {
    name: 'reset-password-used-link',
    refused: [{ path: reset, status: 400 }],
    async reach({ person, page }) {
      await person.open(`/reset-password#token=${'A'.repeat(43)}`);
      await person.fill({ 'New password': newer });
      await person.keyboard.press('button', 'Set new password');
      await alertOf(page).waitFor();
    },
  },
  {
    name: 'reset-password-without-link',
    async reach({ person, page }) {
      await person.open('/reset-password');
      await page.getByRole('link', { name: 'Ask for another mail' }).waitFor();
    },
  },
  {
    name: 'reset-password-done',
    async reach(visit) {
      await visit.person.open(await asked(visit));
      await visit.person.fill({ 'New password': newer });
      await visit.page.getByRole('button', { name: /^Set it for/ }).click();
      await visit.page.getByText('Your new password is set.').waitFor();
    },
  },
  {
    name: 'security',
    async reach(visit) {
      await enter(visit, { name: 'Ada Lovelace' });
      await visit.person.open('/account/security');
      await visit.page.getByRole('button', { name: 'Change password' }).waitFor();
    },
  },
  {
    name: 'security-stolen-password',
    async reach({ person, page, platform }) {
      const account = await platform.account();
      await page.route('**/api/v1/auth/login', async (route) => {
        const response = await route.fetch();
        const answer = (await response.json()) as { data: object };
        await route.fulfill({
          response,
          json: { ...answer, data: { ...answer.data, password_change_recommended: true } },
        });
      });
      await person.signIn(account);
      await page.getByText('Your password was stolen somewhere.').waitFor();
      await person.open('/account/security');
      await page.getByText('Your password was stolen somewhere.').waitFor();
    },
  },
  {
    name: 'security-wrong-password',
    refused: [{ path: change, status: 422 }],
    async reach(visit) {
      await enter(visit);
      await visit.person.open('/account/security');
      await visit.person.fill({ 'Current password': 'not the right one', 'New password': newer });
      await visit.person.keyboard.press('button', 'Change password');
      await visit.page.getByText('This is not your current password.').waitFor();
    },
  },
  {
    name: 'step-up',
    part: '[role=dialog]',
    refused: [{ path: change, status: 403 }],
    reach: askedWho,
  },
  {
    name: 'step-up-wrong-password',
    part: '[role=dialog]',
    refused: [
      { path: change, status: 403 },
      { path: '/api/v1/auth/reauthenticate', status: 403 },
    ],
    async reach(visit) {
      await askedWho(visit);
      const dialog = visit.page.getByRole('dialog', { name: 'Show that it is you' });
      await dialog.getByLabel('Password', { exact: true }).fill('not the right one');
      await visit.person.keyboard.press('button', 'Go on');
      await dialog.getByText('That is not your password.').waitFor();
    },
  },
];
