/** Who may use which route: the whole table, for every system role and for nobody. */
import type { Access } from '../../lambdas/kernel/http/contract.ts';
import { administrator, type SignedInBrowser, signedInBrowser, supporter } from '../flows/people.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { type Doors, everyRoute, openDoors } from './every-route.ts';

/** As the contract of the API has it (`support` helps users, `user` looks after the own account). */
const permissionsOf = {
  user: [],
  support: ['users:read', 'audit:read', 'mail:read', 'stats:read', 'sessions:end'],
  admin: [
    'users:read',
    'users:write',
    'users:act_as',
    'sessions:end',
    'roles:read',
    'roles:write',
    'roles:assign',
    'audit:read',
    'mail:read',
    'settings:read',
    'stats:read',
  ],
} as const satisfies Record<string, readonly string[]>;
type Role = keyof typeof permissionsOf;
const roles: readonly Role[] = ['user', 'support', 'admin'];

let at: TestPlatform;
let doors: Doors;
let bearers: Record<Role, string>;
beforeAll(async () => {
  at = await startPlatform({ frozen: true, limits: false });
  await at.reset();
  doors = openDoors(at);
  const people: Record<Role, SignedInBrowser> = {
    user: await signedInBrowser(at),
    support: await supporter(at),
    admin: await administrator(at),
  };
  bearers = { user: people.user.bearer, support: people.support.bearer, admin: people.admin.bearer };
});
afterAll(() => at.close());

function expected(access: Access, role: Role | 'nobody'): string {
  if (access === 'public' || access === 'optional') return 'reached';
  if (role === 'nobody') return 'AUTHENTICATION_REQUIRED';
  if (access === 'user') return 'reached';
  const held: readonly string[] = permissionsOf[role];
  return held.includes(access.permission) ? 'reached' : 'FORBIDDEN';
}

describe('the table of routes', () => {
  it.each(everyRoute.map((each) => [each.label, each] as const))(
    '%s answers nobody, user, support and admin as its access says [A81]',
    async (_label, each) => {
      const { access } = each.route;
      const answers: Record<string, string> = { nobody: await doors.ask(each, null) };
      for (const role of roles) answers[role] = await doors.ask(each, bearers[role]);
      expect(answers).toEqual({
        nobody: expected(access, 'nobody'),
        user: expected(access, 'user'),
        support: expected(access, 'support'),
        admin: expected(access, 'admin'),
      });
    },
  );

  it('asks for no permission that there is not', () => {
    const asked = everyRoute.flatMap(({ route: { access } }) =>
      typeof access === 'object' ? [access.permission] : [],
    );
    const known: readonly string[] = permissionsOf.admin;
    expect(asked.filter((permission) => !known.includes(permission))).toEqual([]);
    expect(asked.length).toBeGreaterThan(5);
  });

  it('has every permission answered to whoever has all of them, by the database as by this page', async () => {
    const answer = await at.client.roles.listRoles({ bearer: bearers.admin });
    const held = answer.ok ? answer.data : [];
    for (const role of roles)
      expect(held.find(({ name }) => name === role)?.permissions).toEqual([...permissionsOf[role]].sort());
  });
});
