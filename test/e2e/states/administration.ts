import { refusal } from '../harness/refusals.ts';
import { alertOf } from '../harness/refused-form.ts';
import { administrator, dataOf, listOf, numberedId } from './administrators.ts';
import { hold, type State, type Visit } from './state.ts';

const down = refusal(503, 'DEPENDENCY_UNAVAILABLE').answer;

const counts = [31, 28, 44, 52, 12, 0, 3, 61, 58, 40, 77, 420, 90, 18, 22, 35, 41, 0, 12, 66, 71, 80, 64, 30, 9, 14];
const days = counts.map((count, index) => ({
  day: `2026-01-${String(index + 1).padStart(2, '0')}`,
  users: 12_000 + index,
  active_users: index === 0 ? null : count * 3,
  registrations: count % 7,
  sign_ins: { password: count, passkey: Math.floor(count / 3), magic_link: Math.floor(count / 9), google: 2 },
  failures: { password: Math.floor(count / 4) },
  mails: { sent: count, bounced: count % 3, suppressed: index === 4 ? 1 : 0 },
}));
const statistics = {
  counted_at: '2026-01-26T12:00:00.000Z',
  users: { total: 12_480, active: 12_371, disabled: 9, unverified: 100, deleted: 31 },
  active_users: { day: 1204, week: 4180, month: 9033 },
  two_step: { users: 5120, share: 0.41 },
  passkeys: { users: 61, share: 0.0049 },
  days,
};

const mail = (index: number, told: Readonly<Record<string, unknown>>) => ({
  id: numberedId(index),
  template: 'verify_email',
  outcome: 'sent',
  user: {
    id: numberedId(900),
    email: 'grace.hopper@a-rather-long-domain.example.com',
    name: 'Grace Hopper',
  },
  attempts: 1,
  last_error: null,
  created_at: '2026-01-26T12:00:00.000Z',
  done_at: '2026-01-26T12:00:03.000Z',
  ...told,
});
const mails = [
  mail(1, {}),
  mail(2, { outcome: 'bounced', template: 'reset_password', last_error: 'mailbox does not exist' }),
  mail(3, { outcome: 'waiting', attempts: 0, done_at: null }),
  mail(4, { outcome: 'refused', user: null, attempts: 6, template: null }),
  mail(5, { outcome: 'suppressed' }),
  mail(6, { outcome: 'complained' }),
];

async function openMocked(visit: Visit, path: string, call: string, data: unknown) {
  await administrator(visit);
  await visit.page.route(call, (route) => (Array.isArray(data) ? listOf(route, data) : dataOf(route, data)));
  await visit.person.open(path);
}

const pages = [
  { name: 'overview', path: '/admin', call: '/api/v1/admin/stats*' },
  { name: 'mail-deliveries', path: '/admin/mail', call: '/api/v1/mail-deliveries*' },
  { name: 'settings', path: '/admin/settings', call: '/api/v1/settings' },
];
const waits = pages.flatMap(({ name, path, call }): State[] => [
  {
    name: `${name}-on-its-way`,
    async reach(visit) {
      await administrator(visit);
      await hold(visit, call);
      await visit.person.open(path);
      await visit.page
        .locator('main [role=status]')
        .filter({ hasText: /^Loading/ })
        .first()
        .waitFor();
    },
  },
  {
    name: `${name}-refused`,
    refused: [{ path: call.replace('*', ''), status: 503 }],
    async reach(visit) {
      await administrator(visit);
      await visit.page.route(`**${call}`, down);
      await visit.person.open(path);
      await alertOf(visit.page).waitFor();
    },
  },
]);

export const administrationStates: readonly State[] = [
  {
    name: 'overview',
    async reach(visit) {
      await openMocked(visit, '/admin', '**/admin/stats*', statistics);
      await visit.page.getByText('12,480').waitFor();
    },
  },
  {
    name: 'overview-numbers',
    async reach(visit) {
      await openMocked(visit, '/admin?days=7', '**/admin/stats*', { ...statistics, days: days.slice(-7) });
      await visit.page.getByText('Refused sign-ins: the numbers').click();
      await visit.page.getByRole('columnheader', { name: 'Refused sign-ins' }).waitFor();
    },
  },
  {
    name: 'overview-of-a-new-site',
    async reach(visit) {
      await administrator(visit);
      await visit.person.open('/admin');
      await visit.page.getByText('Day by day').waitFor();
    },
  },
  {
    name: 'mail-deliveries',
    async reach(visit) {
      await openMocked(visit, '/admin/mail', '**/mail-deliveries*', mails);
      await visit.page.getByText('Came back').last().waitFor();
    },
  },
  {
    name: 'mail-deliveries-none',
    async reach(visit) {
      await administrator(visit);
      await visit.person.open('/admin/mail?outcome=complained');
      await visit.page.getByText('No mail fits these filters').waitFor();
    },
  },
  {
    name: 'settings',
    async reach(visit) {
      await administrator(visit);
      await visit.person.open('/admin/settings');
      await visit.page.getByText('Mails come from').waitFor();
    },
  },
  ...waits,
];
