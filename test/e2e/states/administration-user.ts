import { refusal } from '../harness/refusals.ts';
import { administrator, dataOf, listOf, numberedId } from './administrators.ts';
import { deleted, grace, openMocked } from './managed-users.ts';
import { hold, type State, type Visit } from './state.ts';

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
      await visit.page.getByText('Loading user', { exact: true }).waitFor();
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
      const from = { ip: '192.0.2.7', user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Firefox/150.0' };
      const row = (index: number, told: object) => ({
        ...{ kind: 'event', id: numberedId(index), created_at: '2026-01-26T12:00:00.000Z', details: {}, ...from },
        ...{ session_id: null, actor_id: null, actor_email: null, reason: null, outcome: 'success', ...told },
      });
      const rows = [
        row(601, { action: 'session.started', outcome: 'refused', reason: 'wrong_password' }),
        row(602, { kind: 'session_end', action: 'session.over', reason: 'refresh_token_reused' }),
        row(603, { action: 'user.updated', actor_id: numberedId(2), actor_email: 'admin@example.com' }),
      ];
      await visit.page.route('**/timeline*', (route) => listOf(route, rows));
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
];
