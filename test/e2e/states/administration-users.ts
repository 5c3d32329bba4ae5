import { refusal } from '../harness/refusals.ts';
import { alertOf } from '../harness/refused-form.ts';
import { administrator, dataOf, numberedId } from './administrators.ts';
import { openMocked } from './managed-users.ts';
import type { State } from './state.ts';

const down = refusal(503, 'DEPENDENCY_UNAVAILABLE').answer;

export const userListStates: readonly State[] = [
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
      await visit.person.enter({ email: 'support@example.com', password: 'gatehouse-local-only-42' });
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
