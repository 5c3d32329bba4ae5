import type { OverReason } from '../../../lambdas/kernel/http/end-reasons.ts';
import { refusal } from '../harness/refusals.ts';
import { alertOf } from '../harness/refused-form.ts';
import { enter, enterProfile, hold, type State, type Visit } from './state.ts';

const down = refusal(503, 'DEPENDENCY_UNAVAILABLE').answer;
const longName = 'Ada Augusta King-Noel, Countess of Lovelace and Mathematician of the Analytical Engine';

/** Opens the account while the platform answers the session's question like that. */
async function openWhile({ person, page }: Visit, refresh: 'down' | 'silent'): Promise<void> {
  await page.route('**/auth/refresh', (route) => (refresh === 'down' ? down(route) : route.abort('connectionrefused')));
  await person.open('/account');
  await page.getByRole('button', { name: 'Try again' }).waitFor();
}

/** One of each shape: with and without a doubt, and without a way back into the account. */
const reasons: readonly OverReason[] = ['signed_out', 'refresh_token_reused', 'user_disabled'];
const signedOut = reasons.map(
  (reason): State => ({
    name: `signed-out-${reason}`,
    reach: ({ person }) => person.open(`/signed-out?reason=${reason}`),
  }),
);

export const sessionStates: readonly State[] = [
  ...signedOut,
  {
    name: 'signed-out-while-signed-in',
    async reach(visit) {
      await enter(visit);
      await visit.person.open('/signed-out');
      await visit.page.getByRole('heading', { name: 'You are signed in' }).waitFor();
    },
  },
  {
    name: 'account-on-its-way',
    async reach(visit) {
      await enter(visit);
      await hold(visit, '/auth/refresh');
      await visit.person.open('/account');
    },
  },
  {
    name: 'account-platform-down',
    refused: [{ path: '/auth/refresh', status: 503 }],
    async reach(visit) {
      await enter(visit);
      await openWhile(visit, 'down');
    },
  },
  {
    name: 'account-no-answer',
    refused: [{ path: '/auth/refresh', status: 'failed' }],
    async reach(visit) {
      await enter(visit);
      await openWhile(visit, 'silent');
    },
  },
  {
    name: 'account-offline',
    async reach(visit) {
      await enterProfile(visit);
      await visit.person.context.setOffline(true);
      await visit.page.getByText('You are offline.').waitFor();
    },
  },
  { name: 'profile', reach: (visit) => enterProfile(visit, { name: 'Ada Lovelace' }) },
  { name: 'profile-of-a-long-name', reach: (visit) => enterProfile(visit, { name: longName }) },
  {
    name: 'profile-out-of-date',
    refused: [{ path: '/users/me', status: 503 }],
    async reach(visit) {
      await enterProfile(visit);
      await visit.page.route('**/users/me', down);
      await visit.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
      await alertOf(visit.page).waitFor();
    },
  },
  {
    name: 'profile-not-saved-yet',
    async reach(visit) {
      await enterProfile(visit);
      await visit.person.fill({ Name: 'Somebody else' });
      await visit.page.getByText('Not saved yet').waitFor();
    },
  },
  {
    name: 'profile-refused-field',
    async reach(visit) {
      await enterProfile(visit);
      await visit.person.fill({ Name: '' });
      await visit.person.keyboard.press('button', 'Save');
      await visit.page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'profile-refused',
    refused: [{ path: '/users/me', status: 503 }],
    async reach(visit) {
      await enterProfile(visit);
      await visit.page.route('**/users/me', down);
      await visit.person.fill({ Name: 'Somebody else' });
      await visit.person.keyboard.press('button', 'Save');
      await alertOf(visit.page).waitFor();
    },
  },
  {
    name: 'profile-pending',
    async reach(visit) {
      await enterProfile(visit);
      await hold(visit, '/users/me');
      await visit.person.fill({ Name: 'Somebody else' });
      await visit.person.keyboard.press('button', 'Save');
      await visit.page.locator('button[aria-busy=true]').waitFor();
    },
  },
  {
    name: 'profile-saved',
    async reach(visit) {
      await enterProfile(visit);
      await visit.person.fill({ Name: 'Somebody else' });
      await visit.person.keyboard.press('button', 'Save');
      await visit.page.getByText('Your profile is saved').waitFor();
    },
  },
  {
    name: 'profile-leave-unsaved',
    async reach(visit) {
      await enterProfile(visit);
      await visit.person.fill({ Name: 'Somebody else' });
      await visit.page.getByRole('banner').getByRole('link').first().click();
      await visit.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'account-menu',
    async reach(visit) {
      const { name } = await enterProfile(visit, { name: longName });
      await visit.page.getByRole('button', { name: `${name}: account menu` }).click();
      await visit.page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'account-navigation',
    device: 'phone',
    async reach(visit) {
      await enterProfile(visit);
      await visit.page.getByRole('button', { name: 'Menu: Account' }).click();
      await visit.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'sign-out-refused',
    refused: [{ path: '/auth/logout', status: 503 }],
    async reach(visit) {
      const { name } = await enterProfile(visit);
      await visit.page.route('**/auth/logout', down);
      await visit.page.getByRole('button', { name: `${name}: account menu` }).click();
      await visit.page.getByRole('menuitem', { name: 'Sign out' }).click();
      await visit.page.getByRole('alertdialog').getByRole('alert').waitFor();
    },
  },
  {
    name: 'administration-forbidden',
    async reach(visit) {
      await enter(visit);
      await visit.person.open('/admin');
      await visit.page.getByRole('heading', { name: 'You may not see this' }).waitFor();
    },
  },
];
