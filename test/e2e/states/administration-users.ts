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

async function openUser(visit: Visit, one: { id: string }, tab: 'Account' | 'Actions' | 'Timeline'): Promise<void> {
  await openMocked(visit, `?id=${one.id}`);
  await visit.page.getByRole('dialog').getByRole('tab', { name: tab }).click();
}

async function openAction(visit: Visit, button: string, one: { id: string } = grace): Promise<void> {
  await openUser(visit, one, 'Actions');
  await visit.page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
}

const question = (name: string, button: string): State => ({
  name: `user-${name}`,
  part: '[role=alertdialog]',
  async reach(visit) {
    await openAction(visit, button);
    await visit.page.getByRole('alertdialog').waitFor();
  },
});

const form = (name: string, button: string, field: string): State => ({
  name: `user-${name}`,
  part: '[role=dialog][data-nested]',
  async reach(visit) {
    await openAction(visit, button);
    await visit.page.getByLabel(field).first().waitFor();
  },
});

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
    name: 'users-picked',
    async reach(visit) {
      await openMocked(visit);
      await visit.page.getByRole('checkbox', { name: 'Pick Person 5' }).check();
      await visit.page.getByRole('checkbox', { name: 'Pick Person 6' }).check();
      await visit.page.getByText('2 picked').waitFor();
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
    name: 'users-invite',
    part: '[role=dialog]',
    async reach(visit) {
      await openMocked(visit);
      await visit.person.keyboard.press('button', 'Invite');
      await visit.page.getByRole('dialog').getByLabel('E-mail address').waitFor();
    },
  },
  {
    name: 'user',
    part: '[role=dialog]',
    async reach(visit) {
      await openUser(visit, grace, 'Account');
      await visit.page.getByText('Ways to sign in').waitFor();
    },
  },
  {
    name: 'user-deleted',
    part: '[role=dialog]',
    async reach(visit) {
      await openUser(visit, deleted, 'Account');
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
  {
    name: 'user-actions',
    part: '[role=dialog]',
    async reach(visit) {
      await openUser(visit, grace, 'Actions');
      await visit.page.getByRole('button', { name: 'Delete the account' }).waitFor();
    },
  },
  {
    name: 'user-actions-of-deleted',
    part: '[role=dialog]',
    async reach(visit) {
      await openUser(visit, deleted, 'Actions');
      await visit.page.getByRole('button', { name: 'Bring back' }).waitFor();
    },
  },
  {
    name: 'user-timeline',
    part: '[role=dialog]',
    async reach(visit) {
      const at = { created_at: '2026-01-26T12:00:00.000Z', user_id: grace.id, user_email: grace.email, erased: false };
      const from = { ip: '192.0.2.7', user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Firefox/150.0' };
      const row = (index: number, told: object) => ({
        ...{ id: numberedId(index), resource: `user:${grace.id}`, details: {}, request_id: numberedId(600) },
        ...{ ...at, ...from, session_id: null, actor_id: null, actor_email: null, reason: null, outcome: 'success' },
        ...told,
      });
      const rows = [
        row(601, { action: 'session.started', outcome: 'refused', reason: 'wrong_password' }),
        row(602, { action: 'session.ended', reason: 'refresh_token_reused', actor_id: grace.id }),
        row(603, { action: 'user.updated', actor_id: numberedId(2), actor_email: 'admin@example.com' }),
      ];
      await visit.page.route('**/api/v1/audit-logs*', (route) => listOf(route, rows));
      await openUser(visit, grace, 'Timeline');
      await visit.page.getByText('A sign-in was refused').waitFor();
    },
  },
  question('disable', 'Disable'),
  question('delete', 'Delete the account'),
  question('reset-factors', 'Reset factors'),
  form('edit', 'Edit', 'Name'),
  form('roles', 'Change roles', 'Support'),
  form('act-as', 'Act as them', 'Reason'),
  {
    name: 'user-changed-meanwhile',
    part: '[role=alertdialog]',
    refused: [{ path: `/api/v1/users/${grace.id}`, status: 412 }],
    async reach(visit) {
      await openAction(visit, 'Disable');
      await visit.page.route(`**/api/v1/users/${grace.id}`, (route) =>
        route.request().method() === 'PATCH' ? refusal(412, 'PRECONDITION_FAILED').answer(route) : dataOf(route, grace),
      );
      const dialog = visit.page.getByRole('alertdialog');
      await dialog.getByRole('button', { name: 'Disable' }).click();
      await dialog.getByRole('alert').waitFor();
    },
  },
  {
    name: 'user-disabled',
    part: '[role=dialog]',
    async reach(visit) {
      await openAction(visit, 'Disable');
      await visit.page.route(`**/api/v1/users/${grace.id}`, (route) => dataOf(route, { ...grace, is_active: false }));
      await visit.page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
      await visit.page.getByText(/is disabled\.$/).waitFor();
    },
  },
  {
    name: 'acting',
    async reach(visit) {
      const { person, page, platform } = visit;
      const { email } = await platform.account({ name: 'Ada Lovelace', email: visit.stranger().email });
      await administrator(visit);
      await person.open(`/admin/users?search=${encodeURIComponent(email)}`);
      await page.getByRole('row').filter({ hasText: email }).getByRole('link').click();
      await page.getByRole('tab', { name: 'Actions' }).click();
      await page.getByRole('button', { name: 'Act as them' }).click();
      const dialog = page.getByRole('dialog', { name: /^Act as/ });
      await dialog.getByLabel('Reason').fill('A call about a lost phone');
      await dialog.getByRole('button', { name: 'Act as them' }).click();
      await page.getByText('Admin Example, you act as Ada Lovelace').waitFor();
      await page.getByRole('heading', { name: 'Profile', level: 1 }).waitFor();
    },
  },
  {
    name: 'users-job',
    async reach(visit) {
      await openMocked(visit);
      const job = { id: numberedId(500), kind: 'users_bulk', state: 'running', reason: null, done: 1, total: 3 };
      const rest = {
        errors: [],
        parts: 0,
        created_at: '2026-01-26T12:00:00.000Z',
        finished_at: null,
        result_until: null,
      };
      await visit.page.route('**/users/bulk', (route) => dataOf(route, { ...job, ...rest }, 202));
      await visit.page.route('**/api/v1/jobs/*', (route) => dataOf(route, { ...job, ...rest }));
      await visit.page.getByRole('checkbox', { name: 'Pick Person 5' }).check();
      await visit.page.getByRole('button', { name: 'Disable' }).click();
      await visit.page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
      await visit.page.getByText('1 of 3 users').waitFor();
    },
  },
  {
    name: 'users-job-done',
    async reach(visit) {
      await openMocked(visit);
      const job = { id: numberedId(500), kind: 'users_bulk', state: 'done', reason: null, done: 3, total: 3 };
      const errors = [
        { id: numberedId(1), code: 'FORBIDDEN' },
        { id: numberedId(5), code: 'NOT_FOUND' },
      ];
      const at = '2026-01-26T12:00:00.000Z';
      const rest = { errors, parts: 0, created_at: at, finished_at: at, result_until: null };
      await visit.page.route('**/users/bulk', (route) => dataOf(route, { ...job, ...rest }, 202));
      await visit.page.route('**/api/v1/jobs/*', (route) => dataOf(route, { ...job, ...rest }));
      await visit.page.getByRole('checkbox', { name: 'Pick Person 5' }).check();
      await visit.page.getByRole('button', { name: 'Delete' }).click();
      const dialog = visit.page.getByRole('alertdialog');
      await dialog.getByRole('textbox').fill('delete 1');
      await dialog.getByRole('button', { name: 'Delete' }).click();
      await visit.page.getByText('2 were left as they were').waitFor();
    },
  },
  {
    name: 'users-export-ready',
    part: '[role=dialog]',
    async reach(visit) {
      const at = '2026-01-26T12:00:00.000Z';
      const job = { id: numberedId(501), kind: 'users_export', state: 'done', reason: null, done: 12480, total: 12480 };
      const rest = { errors: [], parts: 3, created_at: at, finished_at: at, result_until: at };
      await visit.page.route('**/api/v1/jobs/*', (route) => dataOf(route, { ...job, ...rest }));
      await openMocked(visit, `?export=${job.id}`);
      await visit.page.getByText('The file is there.').waitFor();
    },
  },
];
