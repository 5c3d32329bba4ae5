import { codeOf, enrolApp } from '../harness/factors.ts';
import { refusal } from '../harness/refusals.ts';
import { alertOf } from '../harness/refused-form.ts';
import { enter, hold, type State, type Visit } from './state.ts';

const down = refusal(503, 'DEPENDENCY_UNAVAILABLE').answer;
const again = refusal(403, 'REAUTHENTICATION_REQUIRED').answer;

/** The first step of somebody with an app, by the form. */
async function secondStep({ person, page, platform }: Visit): Promise<{ secret: string }> {
  const account = await platform.account();
  const app = await enrolApp(platform, account);
  await person.open('/sign-in');
  await person.fill({ 'E-mail address': account.email, Password: account.password });
  await person.keyboard.key('Enter');
  await page.getByRole('heading', { name: 'One more step', level: 1 }).waitFor();
  return app;
}

/** The security page of somebody new. */
async function security(visit: Visit): Promise<void> {
  await enter(visit);
  await visit.person.open('/account/security');
  await visit.page.getByRole('button', { name: 'Set up an authenticator app' }).waitFor();
}

/** The dialog with the secret, as text. */
async function secretShown(visit: Visit): Promise<string> {
  const { person, page } = visit;
  await security(visit);
  await person.keyboard.press('button', 'Set up an authenticator app');
  const shown = page.getByRole('dialog').locator('code');
  await shown.waitFor();
  return ((await shown.textContent()) ?? '').replaceAll(' ', '');
}

/** Two steps are on, and the recovery codes stand there. */
async function codesShown(visit: Visit): Promise<void> {
  const secret = await secretShown(visit);
  await visit.person.fill({ Code: codeOf(secret) });
  await visit.person.keyboard.key('Enter');
  await visit.page.getByRole('dialog', { name: 'Keep your recovery codes' }).waitFor();
}

async function twoStepOn(visit: Visit): Promise<void> {
  await codesShown(visit);
  await visit.person.keyboard.press('button', 'I have kept them');
  await visit.page.getByText('10 left').waitFor();
}

export const mfaStates: readonly State[] = [
  { name: 'mfa-code', reach: secondStep },
  {
    name: 'mfa-wrong-code',
    refused: [{ path: '/auth/mfa/verify', status: 401 }],
    async reach(visit) {
      await secondStep(visit);
      await visit.person.fill({ 'Code from your app': '000000' });
      await visit.person.keyboard.key('Enter');
      await alertOf(visit.page).waitFor();
    },
  },
  {
    name: 'mfa-no-code',
    async reach(visit) {
      await secondStep(visit);
      await visit.person.fill({ 'Code from your app': '12ab' });
      await visit.person.keyboard.key('Enter');
      await visit.page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'mfa-pending',
    async reach(visit) {
      await secondStep(visit);
      await hold(visit, '/auth/mfa/verify');
      await visit.person.fill({ 'Code from your app': '123456' });
      await visit.person.keyboard.press('button', 'Sign in');
      await visit.page.locator('button[aria-busy=true]').waitFor();
    },
  },
  {
    name: 'mfa-recovery-code',
    async reach(visit) {
      await secondStep(visit);
      await visit.person.keyboard.press('button', 'Use a recovery code');
      await visit.page.getByLabel('Recovery code', { exact: true }).waitFor();
    },
  },
  {
    name: 'mfa-after-a-provider',
    async reach({ person, page }) {
      await person.open('/mfa#methods=totp,hotp,recovery_code');
      await page.getByLabel('Code from your app', { exact: true }).waitFor();
    },
  },
  {
    name: 'mfa-over',
    async reach({ person, page }) {
      await person.open('/mfa');
      await page.getByRole('heading', { name: 'This sign-in is over', level: 1 }).waitFor();
    },
  },
  { name: 'two-step-off', reach: security },
  {
    name: 'two-step-not-read',
    refused: [{ path: '/users/me/mfa', status: 503 }],
    async reach(visit) {
      await enter(visit);
      await visit.page.route('**/users/me/mfa', down);
      await visit.person.open('/account/security');
      await visit.page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  { name: 'two-step-secret', part: '[role=dialog]', reach: secretShown },
  {
    name: 'two-step-wrong-code',
    part: '[role=dialog]',
    refused: [{ path: '/mfa/totp/confirm', status: 422 }],
    async reach(visit) {
      await secretShown(visit);
      await visit.person.fill({ Code: '000000' });
      await visit.person.keyboard.key('Enter');
      await visit.page.getByRole('dialog').locator('[aria-invalid=true]').waitFor();
    },
  },
  { name: 'two-step-recovery-codes', part: '[role=dialog]', reach: codesShown },
  { name: 'two-step-on', reach: twoStepOn },
  {
    name: 'two-step-to-turn-off',
    part: '[role=alertdialog]',
    async reach(visit) {
      await twoStepOn(visit);
      await visit.person.keyboard.press('button', 'Remove');
      await visit.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'step-up-by-code',
    part: '[role=dialog]',
    refused: [{ path: '/mfa/recovery-codes', status: 403 }],
    async reach(visit) {
      await twoStepOn(visit);
      await visit.page.route('**/mfa/recovery-codes', again, { times: 1 });
      await visit.person.keyboard.press('button', 'Make new codes');
      await visit.page.getByRole('alertdialog').waitFor();
      await visit.person.keyboard.press('button', 'Make new codes');
      await visit.page.getByLabel('Code from your app', { exact: true }).waitFor();
    },
  },
];
