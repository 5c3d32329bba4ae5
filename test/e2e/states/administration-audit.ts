import type { Route } from 'playwright-core';
import { refusal } from '../harness/refusals.ts';
import { alertOf } from '../harness/refused-form.ts';
import { administrator, listOf, numberedId } from './administrators.ts';
import { hold, type State, type Visit } from './state.ts';

const down = refusal(503, 'DEPENDENCY_UNAVAILABLE').answer;

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0';

const entry = (index: number, told: Readonly<Record<string, unknown>>) => ({
  id: numberedId(index),
  created_at: '2026-01-31T12:00:00.000Z',
  user_id: numberedId(900),
  actor_id: numberedId(901),
  user_email: 'grace.hopper@a-rather-long-domain.example.com',
  actor_email: 'admin@example.com',
  action: 'user.updated',
  resource: `user:${numberedId(900)}`,
  outcome: 'success',
  reason: null,
  details: {},
  ip: '2001:db8::1234:5678',
  user_agent: firefox,
  request_id: numberedId(902),
  session_id: numberedId(903),
  erased: false,
  ...told,
});

const entries = [
  entry(1, { details: { changes: { name: ['Grace', 'Grace Hopper'], is_active: [true, false] }, note: 'by hand' } }),
  entry(2, {
    action: 'session.started',
    outcome: 'refused',
    reason: 'wrong_password',
    actor_id: null,
    actor_email: null,
  }),
  entry(3, { action: 'session.started', actor_id: numberedId(900), details: { method: 'password', amr: ['pwd'] } }),
  entry(4, { action: 'something.unknown', user_id: null, user_email: null, erased: true, ip: '', user_agent: '' }),
];

const answering =
  (rows: readonly unknown[], next: string | null = null) =>
  (route: Route) =>
    listOf(route, rows, next);

async function openAudit(visit: Visit, query = ''): Promise<void> {
  await administrator(visit);
  await visit.person.open(`/admin/audit${query}`);
}

async function openMocked(visit: Visit, rows: readonly unknown[], query = '', next: string | null = null) {
  await administrator(visit);
  await visit.page.route('**/audit-logs*', answering(rows, next));
  await visit.person.open(`/admin/audit${query}`);
}

export const auditStates: readonly State[] = [
  {
    name: 'audit',
    async reach(visit) {
      await openMocked(visit, entries, '', 'further');
      await visit.page.getByRole('button', { name: 'Show more' }).waitFor();
    },
  },
  {
    name: 'audit-of-the-platform',
    async reach(visit) {
      await openAudit(visit);
      await visit.page.getByRole('link', { name: 'Signed in' }).first().waitFor();
    },
  },
  {
    name: 'audit-nothing-fits',
    async reach(visit) {
      await openAudit(visit, '?ip=192.0.2.1&outcome=refused');
      await visit.page.getByText('Nothing fits these filters').waitFor();
    },
  },
  {
    name: 'audit-entry',
    part: '[role=dialog]',
    async reach(visit) {
      await openMocked(visit, entries, `?id=${numberedId(1)}`);
      await visit.page.getByRole('dialog').getByText('What changed').waitFor();
    },
  },
  {
    name: 'audit-entry-erased',
    part: '[role=dialog]',
    async reach(visit) {
      await openMocked(visit, entries, `?id=${numberedId(4)}`);
      await visit.page.getByRole('dialog').getByText('What was personal is erased').waitFor();
    },
  },
  {
    name: 'audit-entry-not-shown',
    part: '[role=dialog]',
    async reach(visit) {
      await openMocked(visit, entries, `?id=${numberedId(77)}`);
      await visit.page.getByRole('dialog').getByText('It is not among the entries').waitFor();
    },
  },
  {
    name: 'audit-on-its-way',
    async reach(visit) {
      await administrator(visit);
      await hold(visit, '/audit-logs*');
      await visit.person.open('/admin/audit');
      await visit.page.locator('table[aria-busy=true]').waitFor({ state: 'attached' });
    },
  },
  {
    name: 'audit-refused',
    refused: [{ path: '/audit-logs', status: 503 }],
    async reach(visit) {
      await administrator(visit);
      await visit.page.route('**/audit-logs*', down);
      await visit.person.open('/admin/audit');
      await alertOf(visit.page).waitFor();
    },
  },
  {
    name: 'audit-filter-refused',
    refused: [{ path: '/audit-logs', status: 422 }],
    async reach(visit) {
      await openAudit(visit, '?user=nobody');
      await alertOf(visit.page).waitFor();
    },
  },
  {
    name: 'audit-export',
    part: '[role=dialog]',
    async reach(visit) {
      await openAudit(visit, '?outcome=refused');
      await visit.person.keyboard.press('button', 'Export');
      await visit.page.getByRole('dialog').waitFor();
    },
  },
];
