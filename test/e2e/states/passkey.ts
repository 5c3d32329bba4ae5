import { type VirtualAuthenticator, virtualAuthenticator } from '../harness/authenticator.ts';
import { enrolApp } from '../harness/factors.ts';
import { refusal } from '../harness/refusals.ts';
import { alertOf } from '../harness/refused-form.ts';
import { enter, hold, type State, type Visit } from './state.ts';

/** Somebody who is signed in looks at their passkeys, with a device that keeps some. */
async function openPasskeys(visit: Visit): Promise<VirtualAuthenticator> {
  const device = await virtualAuthenticator(visit.page);
  await enter(visit);
  await visit.person.open('/account/passkeys');
  await visit.page.getByRole('button', { name: 'Add a passkey' }).waitFor();
  return device;
}

async function addOne({ person, page }: Visit, name: string): Promise<void> {
  await person.keyboard.press('button', 'Add a passkey');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await person.keyboard.press('button', 'Go on');
  await page.getByRole('rowheader', { name }).waitFor();
}

const longName = 'The security key on the key ring that hangs beside the door of the office in Sankt-Peter-Straße';

/** The list with two of them. */
async function withTwo(visit: Visit): Promise<void> {
  const device = await openPasskeys(visit);
  await addOne(visit, 'My laptop');
  // The device keeps one for each account: the first one is on another device then.
  await device.forget();
  await addOne(visit, longName);
}

const remove = '/api/v1/users/me/passkeys';

export const passkeyStates: readonly State[] = [
  {
    name: 'passkeys-none',
    reach: openPasskeys,
  },
  {
    name: 'passkeys-loading',
    async reach(visit) {
      await enter(visit);
      await hold(visit, '/users/me/passkeys');
      await visit.person.open('/account/passkeys');
      await visit.page.getByText('Loading Your passkeys').waitFor({ state: 'attached' });
    },
  },
  { name: 'passkeys-two', reach: withTwo },
  {
    name: 'passkeys-add',
    part: '[role=dialog]',
    async reach(visit) {
      await openPasskeys(visit);
      await visit.person.keyboard.press('button', 'Add a passkey');
      await visit.page.getByLabel('Name', { exact: true }).waitFor();
    },
  },
  {
    name: 'passkeys-add-dismissed',
    part: '[role=dialog]',
    async reach(visit) {
      const device = await openPasskeys(visit);
      await device.recognises(false);
      await visit.person.keyboard.press('button', 'Add a passkey');
      await visit.person.keyboard.press('button', 'Go on');
      await visit.page.getByText('No passkey was made.').waitFor();
    },
  },
  {
    name: 'passkeys-rename',
    part: '[role=dialog]',
    async reach(visit) {
      await withTwo(visit);
      await visit.person.keyboard.press('button', 'Rename My laptop');
      await visit.page.getByLabel('Name', { exact: true }).waitFor();
    },
  },
  {
    name: 'passkeys-remove',
    part: '[role=alertdialog]',
    async reach(visit) {
      await withTwo(visit);
      await visit.person.keyboard.press('button', 'Remove My laptop');
      await visit.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'passkeys-remove-last',
    part: '[role=alertdialog]',
    refused: [{ path: remove, status: 409 }],
    async reach(visit) {
      await withTwo(visit);
      const { answer } = refusal(409, 'LAST_CREDENTIAL');
      await visit.page.route('**/users/me/passkeys/*', answer);
      await visit.person.keyboard.press('button', 'Remove My laptop');
      await visit.person.keyboard.press('button', 'Remove passkey');
      await visit.page.getByText('This is your only way to sign in.').waitFor();
    },
  },
  {
    name: 'passkeys-no-answer',
    refused: [{ path: remove, status: 'failed' }],
    async reach(visit) {
      await enter(visit);
      await visit.page.route('**/users/me/passkeys', (route) => route.abort('connectionrefused'));
      await visit.person.open('/account/passkeys');
      await visit.page.getByRole('button', { name: 'Try again' }).waitFor();
    },
  },
  {
    name: 'passkeys-old-browser',
    async reach(visit) {
      await visit.page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'));
      await enter(visit);
      await visit.person.open('/account/passkeys');
      await visit.page.getByText('This browser has no passkeys.').waitFor();
    },
  },
  {
    name: 'sign-in-old-browser',
    async reach({ person, page }) {
      await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'));
      await person.open('/sign-in');
      await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor({ state: 'detached' });
    },
  },
  {
    name: 'sign-in-passkey-refused',
    refused: [{ path: '/webauthn/login/verify', status: 401 }],
    async reach(visit) {
      const { person, page } = visit;
      const device = await openPasskeys(visit);
      await addOne(visit, 'My laptop');
      await person.context.clearCookies();
      await page.goto('about:blank');
      await device.confirms(false);
      await page.route('**/webauthn/login/verify', refusal(401, 'INVALID_CREDENTIALS').answer);
      await person.open('/sign-in');
      await device.confirms(true);
      await person.keyboard.press('button', 'Sign in with a passkey');
      await alertOf(page).getByText('This passkey was not taken.').waitFor();
      await device.confirms(false);
    },
  },
  {
    name: 'step-up-by-passkey',
    part: '[role=dialog]',
    refused: [{ path: '/users/me/passkeys/options', status: 403 }],
    async reach(visit) {
      const { person, page } = visit;
      await openPasskeys(visit);
      await addOne(visit, 'My laptop');
      await page.route('**/users/me/passkeys/options', refusal(403, 'REAUTHENTICATION_REQUIRED').answer);
      await person.keyboard.press('button', 'Add a passkey');
      await person.keyboard.press('button', 'Go on');
      await page.getByRole('button', { name: 'Use a passkey' }).waitFor();
    },
  },
  {
    name: 'second-step-by-passkey',
    refused: [{ path: '/mfa/webauthn/verify', status: 401 }],
    async reach(visit) {
      const { person, page, platform } = visit;
      const device = await virtualAuthenticator(page);
      const account = await enter(visit);
      await person.open('/account/passkeys');
      await addOne(visit, 'My laptop');
      await enrolApp(platform, account);
      await person.context.clearCookies();
      await page.goto('about:blank');
      await device.confirms(false);
      await person.open('/sign-in');
      await person.fill({ 'E-mail address': account.email, Password: account.password });
      await person.keyboard.key('Enter');
      await page.waitForURL('**/mfa**');
      await device.confirms(true);
      await page.route('**/mfa/webauthn/verify', refusal(401, 'MFA_CODE_INVALID').answer);
      await person.keyboard.press('button', 'Use a passkey');
      await page.getByText('Your device asks for your fingerprint').waitFor();
      await person.keyboard.press('button', 'Use a passkey');
      await alertOf(page).getByText('This passkey was not taken.').waitFor();
    },
  },
];
