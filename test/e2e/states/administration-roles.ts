import { adminPermissions } from '../../../web/lib/permissions.ts';
import { refusal } from '../harness/refusals.ts';
import { alertOf } from '../harness/refused-form.ts';
import { administrator, listOf, numberedId } from './administrators.ts';
import { hold, type State, type Visit } from './state.ts';

const down = refusal(503, 'DEPENDENCY_UNAVAILABLE').answer;

const role = (index: number, told: Readonly<Record<string, unknown>>) => ({
  id: numberedId(index),
  name: `role_${index}`,
  display_name: `Role ${index}`,
  description: '',
  is_system: false,
  permissions: [],
  created_at: '2026-01-26T12:00:00.000Z',
  ...told,
});
const all = Object.keys(adminPermissions);
const roles = [
  role(1, {
    name: 'admin',
    display_name: 'Administrator',
    description: 'May do everything',
    is_system: true,
    permissions: all,
  }),
  role(2, {
    name: 'helpdesk',
    display_name: 'Helpdesk of the northern countries',
    description: 'Looks after whoever calls, and ends their sessions where a device was lost',
    permissions: ['users:read', 'sessions:end'],
  }),
  role(3, { name: 'partner', display_name: 'Partner', permissions: ['users:read', 'orders:write'] }),
  ...[4, 5, 6, 7, 8].map((index) => role(index, { permissions: ['stats:read'] })),
];

async function openMocked(visit: Visit): Promise<void> {
  await administrator(visit);
  await visit.page.route('**/api/v1/roles', (route) => listOf(route, roles));
  await visit.person.open('/admin/roles');
  await visit.page.getByRole('heading', { name: 'Who may do what' }).waitFor();
}

async function opened(visit: Visit, button: string): Promise<void> {
  await openMocked(visit);
  await visit.page.getByRole('button', { name: button, exact: true }).click();
}

export const roleStates: readonly State[] = [
  { name: 'roles', reach: openMocked },
  {
    name: 'roles-of-the-platform',
    async reach(visit) {
      await administrator(visit);
      await visit.person.open('/admin/roles');
      await visit.page.getByRole('heading', { name: 'Who may do what' }).waitFor();
    },
  },
  {
    name: 'roles-new',
    part: '[role=dialog]',
    async reach(visit) {
      await opened(visit, 'New role');
      await visit.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'roles-new-refused-field',
    part: '[role=dialog]',
    async reach(visit) {
      await opened(visit, 'New role');
      await visit.page.getByRole('dialog').getByRole('button', { name: 'Make the role' }).click();
      await visit.page.locator('[aria-invalid=true]').first().waitFor();
    },
  },
  {
    name: 'roles-change',
    part: '[role=dialog]',
    async reach(visit) {
      await opened(visit, 'Change Helpdesk of the northern countries');
      await visit.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'roles-change-refused',
    part: '[role=dialog]',
    refused: [{ path: '/roles/', status: 403 }],
    async reach(visit) {
      await visit.page.route('**/api/v1/roles/*', refusal(403, 'FORBIDDEN').answer);
      await opened(visit, 'Change Helpdesk of the northern countries');
      await visit.page.getByRole('dialog').getByRole('button', { name: 'Save the role' }).click();
      await visit.page.getByRole('dialog').getByRole('alert').waitFor();
    },
  },
  {
    name: 'roles-delete',
    part: '[role=alertdialog]',
    async reach(visit) {
      await opened(visit, 'Delete Helpdesk of the northern countries');
      await visit.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'roles-delete-refused',
    part: '[role=alertdialog]',
    refused: [{ path: '/roles/', status: 409 }],
    async reach(visit) {
      await visit.page.route('**/api/v1/roles/*', refusal(409, 'CONFLICT').answer);
      await opened(visit, 'Delete Helpdesk of the northern countries');
      const dialog = visit.page.getByRole('alertdialog');
      await dialog.getByRole('textbox').fill('helpdesk');
      await dialog.getByRole('button', { name: 'Delete the role' }).click();
      await dialog.getByRole('alert').waitFor();
    },
  },
  {
    name: 'roles-on-their-way',
    async reach(visit) {
      await administrator(visit);
      await hold(visit, '/api/v1/roles');
      await visit.person.open('/admin/roles');
      await visit.page.locator('main [role=status]').filter({ hasText: 'Loading roles' }).waitFor();
    },
  },
  {
    name: 'roles-refused',
    refused: [{ path: '/api/v1/roles', status: 503 }],
    async reach(visit) {
      await administrator(visit);
      await visit.page.route('**/api/v1/roles', down);
      await visit.person.open('/admin/roles');
      await alertOf(visit.page).waitFor();
    },
  },
];
