import type { Page } from 'playwright-core';
import { enter, type State, type Visit } from './state.ts';

const tenants = ['11111111-2222-4333-8444-555555555555'];

/** One of each kind; nobody goes there. */
export const socialSettings = {
  GATEHOUSE_PROVIDERS: JSON.stringify([
    { id: 'google', kind: 'google', client_id: 'x' },
    { id: 'work', kind: 'microsoft', client_id: 'x', name: 'Example Ltd', tenants },
    { id: 'corp', kind: 'oidc', client_id: 'x', name: 'A name as long as one may be', issuer: 'https://corp.example' },
  ]),
};

const identities = '/api/v1/users/me/identities';
const linked = [
  { provider: 'google', email: 'ada@gmail.com' },
  { provider: 'corp', email: 'a.very.long.address.of.somebody@a-long-domain-name.corp.example' },
  { provider: 'gone', email: null },
].map((one, index) => ({
  ...one,
  id: `01900000-0000-7000-8000-00000000000${index}`,
  created_at: '2026-11-01T12:00:00Z',
  last_used_at: null,
}));

const answer = (data: object) => ({
  json: {
    success: true,
    data,
    message: 'OK',
    metadata: { timestamp: '2026-11-01T12:00:00Z', request_id: '01900000-0000-7000-8000-000000000009', version: '1' },
  },
});

const buttons = (page: Page) => page.getByRole('button', { name: 'Continue with Google' }).waitFor();
const section = (page: Page) => page.getByRole('region', { name: 'Linked accounts' });

/** Somebody with linked accounts, on the page that shows them. */
async function security(visit: Visit, fragment = ''): Promise<void> {
  await enter(visit);
  await visit.page.route(`**${identities}`, (route) =>
    route.request().method() === 'GET' ? route.fulfill(answer(linked)) : route.fallback(),
  );
  await visit.person.open(`/account/security${fragment}`);
  await section(visit.page).getByText('ada@gmail.com').waitFor();
}

export const socialStates: readonly State[] = [
  {
    name: 'sign-in-with-providers',
    async reach({ person, page }) {
      await person.open('/sign-in');
      await buttons(page);
    },
  },
  {
    name: 'sign-in-refused-by-provider',
    async reach({ person, page }) {
      await person.open('/sign-in#error=OAUTH_FAILED&reason=link_first');
      await page.getByText('cannot vouch for your e-mail address').waitFor();
      await buttons(page);
    },
  },
  {
    name: 'sign-up-with-providers',
    async reach({ person, page }) {
      await person.open('/sign-up');
      await buttons(page);
    },
  },
  {
    name: 'security-no-account-linked',
    async reach(visit) {
      await enter(visit);
      await visit.person.open('/account/security');
      await section(visit.page).getByText('No account is linked.').waitFor();
    },
  },
  { name: 'security-linked-accounts', reach: (visit) => security(visit) },
  {
    name: 'security-account-linked',
    async reach(visit) {
      await security(visit, '#linked=google');
      await visit.page.getByText('Google signs you in from now on.').waitFor();
    },
  },
  {
    name: 'security-account-not-linked',
    async reach(visit) {
      await security(visit, '#error=OAUTH_FAILED&reason=taken');
      await visit.page.getByText('already signs in somebody here').waitFor();
    },
  },
  {
    name: 'own-data-after-a-proof-by-provider',
    async reach(visit) {
      await enter(visit);
      await visit.page.goto('about:blank');
      await visit.person.open('/account/data#confirmed');
      await visit.page.getByText('Now do once more what you wanted to do').waitFor();
    },
  },
  {
    name: 'security-unlink',
    part: '[role=alertdialog]',
    async reach(visit) {
      await security(visit);
      await visit.person.keyboard.press('button', 'Unlink Google, ada@gmail.com');
      await visit.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'step-up-by-provider',
    part: '[role=dialog]',
    refused: [{ path: `${identities}/google`, status: 403 }],
    async reach(visit) {
      const methods = { totp: none, hotp: none, recovery_codes_left: 0, step_up_methods: ['oauth'] };
      await visit.page.route('**/api/v1/users/me/mfa', (route) => route.fulfill(answer(methods)));
      await security(visit);
      await visit.platform.advance(601);
      await visit.person.keyboard.press('button', 'Link Google');
      await visit.page.getByRole('button', { name: 'Go to A name as long as one may be' }).waitFor();
    },
  },
];

const none = { enrolled: false, created_at: null, last_used_at: null };
