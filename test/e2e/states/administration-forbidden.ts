import { giveOnlyRole } from '../harness/by-api.ts';
import { enter, type State, type Visit } from './state.ts';

const pages = [
  { name: 'overview', path: '/admin', sees: 'What you may do' },
  ...[
    { name: 'users', path: '/admin/users' },
    { name: 'roles', path: '/admin/roles' },
    { name: 'audit', path: '/admin/audit' },
    { name: 'mail-deliveries', path: '/admin/mail' },
    { name: 'settings', path: '/admin/settings' },
  ].map((page) => ({ ...page, sees: 'You may not see this page' })),
];

/** Somebody of the administration is signed in, whose one permission no page takes. */
async function enterOfOtherWork(visit: Visit): Promise<void> {
  const account = await visit.platform.account(visit.stranger());
  const name = account.name.replace(/^\D+/, 'night-desk-');
  const role = { name, display_name: 'Night desk', permissions: ['sessions:end'] };
  await giveOnlyRole(visit.platform, account, role);
  await visit.person.enter(account);
}

/** Each page of the administration for whoever has nothing to do with it, and for whoever does other work there. */
export const forbiddenStates: readonly State[] = pages.flatMap(({ name, path, sees }): State[] => [
  {
    name: `${name}-forbidden`,
    async reach(visit) {
      await enter(visit);
      await visit.person.open(path);
      await visit.page.getByRole('heading', { name: 'You may not see this', exact: true }).waitFor();
    },
  },
  {
    name: `${name}-of-other-work`,
    async reach(visit) {
      await enterOfOtherWork(visit);
      await visit.person.open(path);
      await visit.page.getByRole('heading', { name: sees, exact: true }).waitFor();
    },
  },
]);
