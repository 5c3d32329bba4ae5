import { refusal } from '../harness/refusals.ts';
import { alertOf } from '../harness/refused-form.ts';
import { enter, enterProfile, hold, type State, type Visit } from './state.ts';

const down = refusal(503, 'DEPENDENCY_UNAVAILABLE').answer;
const unknownToken = 'A'.repeat(43);
const phrase = 'To confirm, type “delete my account”';

/** Signed in here and in three other places, one of which says what it is called. */
async function enterAmongOthers(visit: Visit): Promise<void> {
  const { email } = await enter(visit);
  const places = [
    { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0' },
    { 'user-agent': 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36' },
    { 'user-agent': 'radio-firmware/8.1 (build 20260112; arm64; a very long line of what nobody reads)' },
  ];
  for (const [index, headers] of places.entries())
    await visit.platform.call(
      'POST',
      'auth/login',
      {
        email,
        password: 'plain words of mine',
        token_delivery: 'body',
        ...(index === 2 && { device_name: 'Kitchen radio' }),
      },
      headers,
    );
}

async function askForAnother(visit: Visit): Promise<void> {
  await enterProfile(visit);
  await visit.person.fill({ 'New e-mail address': visit.stranger().email });
  await visit.person.keyboard.press('button', 'Change address');
  await visit.page.getByText('can be used, a mail is on its way there.').waitFor();
}

const listStates = ['sessions', 'activity'].flatMap((list): State[] => [
  {
    name: `${list}-on-their-way`,
    async reach(visit) {
      await enter(visit);
      await hold(visit, `/users/me/${list}*`);
      await visit.person.open(`/account/${list}`);
      await visit.page.locator('table[aria-busy=true]').waitFor({ state: 'attached' });
    },
  },
  {
    name: `${list}-refused`,
    refused: [{ path: `/users/me/${list}`, status: 503 }],
    async reach(visit) {
      await enter(visit);
      await visit.page.route(`**/users/me/${list}*`, down);
      await visit.person.open(`/account/${list}`);
      await alertOf(visit.page).waitFor();
    },
  },
]);

export const accountStates: readonly State[] = [
  {
    name: 'sessions',
    async reach(visit) {
      await enterAmongOthers(visit);
      await visit.person.open('/account/sessions');
      await visit.page.getByText('Kitchen radio').waitFor();
    },
  },
  {
    name: 'sessions-alone',
    async reach(visit) {
      await enter(visit);
      await visit.person.open('/account/sessions');
      await visit.page.getByText('You are signed in nowhere else.').waitFor();
    },
  },
  {
    name: 'sessions-end-one',
    part: '[role=alertdialog]',
    async reach(visit) {
      await enterAmongOthers(visit);
      await visit.person.open('/account/sessions');
      await visit.page.getByRole('button', { name: /^Sign out Kitchen radio/ }).click();
      await visit.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'sessions-end-refused',
    part: '[role=alertdialog]',
    refused: [{ path: '/users/me/sessions/', status: 503 }],
    async reach(visit) {
      await enterAmongOthers(visit);
      await visit.person.open('/account/sessions');
      await visit.page.route('**/users/me/sessions/*', down);
      await visit.page.getByRole('button', { name: /^Sign out Kitchen radio/ }).click();
      await visit.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
      await visit.page.getByRole('alertdialog').getByRole('alert').waitFor();
    },
  },
  {
    name: 'activity',
    async reach(visit) {
      await enterAmongOthers(visit);
      await visit.person.open('/account/activity');
      await visit.page.getByText('Account created').waitFor();
    },
  },
  {
    name: 'activity-of-many-pages',
    async reach(visit) {
      const { email } = await enter(visit);
      for (let times = 0; times < 22; times += 1)
        await visit.platform.call('POST', 'auth/login', { email, password: 'wrong', token_delivery: 'body' });
      await visit.person.open('/account/activity');
      await visit.page.getByRole('button', { name: 'Show more' }).waitFor();
    },
  },
  ...listStates,
  { name: 'address-change-asked', reach: askForAnother },
  {
    name: 'address-change-refused-field',
    async reach(visit) {
      await enterProfile(visit);
      await visit.person.keyboard.press('button', 'Change address');
      await visit.page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'address-change-wrong-code',
    refused: [{ path: '/auth/confirm-email', status: 400 }],
    async reach(visit) {
      await askForAnother(visit);
      await visit.person.fill({ 'Code from the mail': '2345-6789' });
      await visit.person.keyboard.press('button', 'Confirm the new address');
      await visit.page.getByText('This code does not work.').waitFor();
    },
  },
  {
    name: 'confirm-email-by-code',
    async reach(visit) {
      await askForAnother(visit);
      await visit.person.open('/confirm-email');
      await visit.page.getByLabel('Code from the mail', { exact: true }).waitFor();
    },
  },
  {
    name: 'confirm-email',
    reach: ({ person }) => person.open(`/confirm-email#token=${unknownToken}&account=a***%40e***.com`),
  },
  {
    name: 'confirm-email-of-no-named-account',
    reach: ({ person }) => person.open(`/confirm-email#token=${unknownToken}`),
  },
  {
    name: 'confirm-email-dead-link',
    refused: [{ path: '/auth/confirm-email', status: 400 }],
    async reach({ person, page }) {
      await person.open(`/confirm-email#token=${unknownToken}`);
      await person.keyboard.press('button', 'Use this address');
      await alertOf(page).waitFor();
    },
  },
  {
    name: 'confirm-email-done',
    async reach(visit) {
      await askForAnother(visit);
      const email = await visit.page.getByText('can be used, a mail').textContent();
      const [mail] = await visit.platform.mails(/If (\S+) can/.exec(email ?? '')?.[1] ?? '');
      await visit.person.open(mail?.links[0] ?? '');
      await visit.page.getByRole('button', { name: /^Use this address/ }).click();
      await visit.page.getByRole('button', { name: 'Go to your account' }).waitFor();
    },
  },
  { name: 'confirm-email-without-a-link', reach: ({ person }) => person.open('/confirm-email') },
  {
    name: 'revert-email',
    reach: ({ person }) => person.open(`/revert-email#token=${unknownToken}&account=a***%40e***.com`),
  },
  {
    name: 'revert-email-dead-link',
    refused: [{ path: '/auth/revert-email', status: 400 }],
    async reach({ person, page }) {
      await person.open(`/revert-email#token=${unknownToken}`);
      await person.keyboard.press('button', 'Take the change back');
      await alertOf(page).waitFor();
    },
  },
  { name: 'revert-email-without-a-link', reach: ({ person }) => person.open('/revert-email') },
  {
    name: 'own-data',
    async reach(visit) {
      await enter(visit);
      await visit.person.open('/account/data');
      await visit.page.getByLabel(phrase).waitFor();
    },
  },
  {
    name: 'own-data-downloaded',
    async reach(visit) {
      await enter(visit);
      await visit.person.open('/account/data');
      await visit.person.keyboard.press('button', 'Download my data');
      await visit.page.getByText('is with your downloads').waitFor();
    },
  },
  {
    name: 'own-data-pending',
    async reach(visit) {
      await enter(visit);
      await hold(visit, '/users/me/export');
      await visit.person.open('/account/data');
      await visit.person.keyboard.press('button', 'Download my data');
      await visit.page.locator('button[aria-busy=true]').waitFor();
    },
  },
  {
    name: 'own-data-phrase-not-typed',
    async reach(visit) {
      await enter(visit);
      await visit.person.open('/account/data');
      await visit.person.fill({ [phrase]: 'yes' });
      await visit.person.keyboard.press('button', 'Delete my account');
      await visit.page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'account-deleted',
    async reach(visit) {
      await enter(visit);
      await visit.person.open('/account/data');
      await visit.person.fill({ [phrase]: 'delete my account' });
      await visit.person.keyboard.press('button', 'Delete my account');
      await visit.page.getByRole('heading', { name: 'Your account is deleted' }).waitFor();
    },
  },
];
