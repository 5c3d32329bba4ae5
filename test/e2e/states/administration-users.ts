import { refusal } from '../harness/refusals.ts';
import { alertOf } from '../harness/refused-form.ts';
import { administrator, dataOf, listOf, numberedId } from './administrators.ts';
import { hold, type State, type Visit } from './state.ts';

const down = refusal(503, 'DEPENDENCY_UNAVAILABLE').answer;

const user = (index: number, told: Readonly<Record<string, unknown>> = {}) => ({
  id: numberedId(index),
  email: `person${index}@example.com`,
  name: `Person ${index}`,
  locale: null,
  avatar_url: null,
  is_active: true,
  email_verified: true,
  reset_required: false,
  roles: ['user'],
  two_step: false,
  passkeys: 0,
  has_password: true,
  identities: [],
  last_seen_at: '2026-01-26T12:00:00.000Z',
  created_at: '2025-06-30T08:15:00.000Z',
  updated_at: '2026-01-26T12:00:00.000Z',
  deleted_at: null,
  version: 3,
  ...told,
});

const grace = user(1, {
  email: 'grace.brewster.murray.hopper@a-rather-long-domain.example.com',
  name: 'Grace Brewster Murray Hopper, Rear Admiral',
  roles: ['admin', 'support', 'user'],
  two_step: true,
  passkeys: 2,
  identities: ['google', 'apple'],
  locale: 'en-GB',
});
const users = [
  grace,
  user(2, { is_active: false, last_seen_at: null }),
  user(3, { email_verified: false, has_password: false, roles: [] }),
  user(4, { reset_required: true, has_password: false }),
  ...[5, 6, 7, 8].map((index) => user(index)),
];
const deleted = user(9, { deleted_at: '2026-11-20T12:00:00.000Z', roles: [], has_password: false });

async function openMocked(visit: Visit, query = '', next: string | null = null): Promise<void> {
  await administrator(visit);
  const { page } = visit;
  await page.route(/\/api\/v1\/users(\?|$)/, (route) => listOf(route, users, next));
  for (const one of [...users, deleted]) await page.route(`**/api/v1/users/${one.id}`, (route) => dataOf(route, one));
  await visit.person.open(`/admin/users${query}`);
}

export const userStates: readonly State[] = [
  {
    name: 'users',
    async reach(visit) {
      await openMocked(visit, '', 'further');
      await visit.page.getByRole('button', { name: 'Show more' }).waitFor();
    },
  },
  {
    name: 'users-of-the-platform',
    async reach(visit) {
      await administrator(visit);
      await visit.person.open('/admin/users');
      await visit.page.getByText('support@example.com').waitFor();
    },
  },
  {
    name: 'users-of-support',
    async reach(visit) {
      await visit.person.signIn({ email: 'support@example.com', password: 'gatehouse-local-only-42' });
      await visit.person.open('/admin/users');
      await visit.page.getByText('admin@example.com').first().waitFor();
    },
  },
  {
    name: 'users-nobody-found',
    async reach(visit) {
      await administrator(visit);
      await visit.person.open('/admin/users?search=nobodyiscalledthis&status=disabled');
      await visit.page.getByText('Nobody found').waitFor();
    },
  },
  {
    name: 'users-on-their-way',
    async reach(visit) {
      await administrator(visit);
      await visit.page.route(/\/api\/v1\/users(\?|$)/, () => undefined);
      await visit.person.open('/admin/users');
      await visit.page.locator('table[aria-busy=true]').waitFor({ state: 'attached' });
    },
  },
  {
    name: 'users-refused',
    refused: [{ path: '/api/v1/users', status: 503 }],
    async reach(visit) {
      await administrator(visit);
      await visit.page.route(/\/api\/v1\/users(\?|$)/, down);
      await visit.person.open('/admin/users');
      await alertOf(visit.page).waitFor();
    },
  },
  {
    name: 'user',
    part: '[role=dialog]',
    async reach(visit) {
      await openMocked(visit, `?id=${grace.id}`);
      await visit.page.getByText('Ways to sign in').waitFor();
    },
  },
  {
    name: 'user-deleted',
    part: '[role=dialog]',
    async reach(visit) {
      await openMocked(visit, `?id=${deleted.id}`);
      await visit.page.getByText('This account is deleted').waitFor();
    },
  },
  {
    name: 'user-on-the-way',
    part: '[role=dialog]',
    async reach(visit) {
      await openMocked(visit);
      await hold(visit, `/api/v1/users/${numberedId(77)}`);
      await visit.person.open(`/admin/users?id=${numberedId(77)}`);
      await visit.page.getByText('Loading user').waitFor();
    },
  },
  {
    name: 'user-unknown',
    part: '[role=dialog]',
    refused: [{ path: `/api/v1/users/${numberedId(88)}`, status: 404 }],
    async reach(visit) {
      await openMocked(visit, `?id=${numberedId(88)}`);
      await visit.page.getByText('There is no such user.').waitFor();
    },
  },
];
