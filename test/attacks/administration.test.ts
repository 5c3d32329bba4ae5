/** What holders of some permissions try with accounts of those who hold more, or with what is not theirs to give. */
import { randomUUID } from 'node:crypto';
import { permissions, rolePermissions, roles } from '../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { insertInto } from '../../lambdas/domain/statement.ts';
import { newId } from '../../lambdas/kernel/id.ts';
import { enrolledPasskey, loginByPasskey } from '../flows/passkeys.ts';
import {
  administrator,
  grace,
  type SignedInBrowser,
  sam,
  signedInBrowser,
  signedInWith,
  supporter,
  verifiedUser,
} from '../flows/people.ts';
import { everyRow, rowsOf } from '../flows/records.ts';
import { withTotp } from '../flows/second-factors.ts';
import { isRefused, isSignedIn, type SocialPlatform, signInBy, startSocialPlatform } from '../flows/social.ts';
import { login, outcome, refresh, tokensIn, whoAmI } from '../flows/tokens.ts';

const person = { email: 'ada@gmail.com', password: 'correct horse battery', name: 'Ada' };
const google = { sub: 'g-1', email: person.email, email_verified: true };
let at: SocialPlatform;
let admin: SignedInBrowser;
beforeAll(async () => {
  at = await startSocialPlatform({ frozen: true, limits: false });
});
beforeEach(async () => {
  await at.reset();
  admin = await administrator(at);
});
afterAll(() => at.close());

const of = (id: string, { bearer }: { bearer: string }) => ({ bearer, params: { id } });
const versionOf = async (id: string) => {
  const answer = await at.client.administration.getUser(of(id, admin));
  return answer.ok ? answer.data.version : 1;
};
const disable = async (id: string, by: SignedInBrowser) =>
  at.client.administration.updateUser({ ...of(id, by), body: { is_active: false }, ifMatch: await versionOf(id) });

/** Somebody who may do these things and no others. */
async function holderOf(...names: string[]): Promise<SignedInBrowser> {
  const { clock, database } = at.platform;
  const role = { id: newId(clock), name: 'helpers', displayName: 'Helpers', description: '' };
  await database.rows(insertInto(roles, { ...role, isSystem: false, createdAt: clock.now() }));
  for (const row of await rowsOf(at, permissions))
    if (names.includes(String(row.name)))
      await database.rows(insertInto(rolePermissions, { roleId: role.id, permissionId: String(row.id) }));
  return signedInWith(at, sam, [role.id]);
}

type Call = (id: string, by: SignedInBrowser) => Promise<{ ok: boolean; status: number }>;
const measures: readonly (readonly [string, Call])[] = [
  ['disables', disable],
  [
    'renames',
    async (id, by) =>
      at.client.administration.updateUser({ ...of(id, by), body: { name: 'X' }, ifMatch: await versionOf(id) }),
  ],
  ['deletes', (id, by) => at.client.administration.deleteUser(of(id, by))],
  ['starts a password reset of', (id, by) => at.client.administration.startPasswordReset(of(id, by))],
  ['resets the factors of', (id, by) => at.client.administration.resetSecondStep(of(id, by))],
  ['unlocks', (id, by) => at.client.administration.unlockUser(of(id, by))],
  ['signs out', (id, by) => at.client.administration.endUserSessions(of(id, by))],
  ['restores', (id, by) => at.client.administration.restoreUser(of(id, by))],
];

describe('whoever may change users', () => {
  it.each(measures)('%s no account that may do more: nothing changes but the audit log [A112]', async (_, measure) => {
    const holder = await holderOf('users:read', 'users:write', 'sessions:end');
    const target = await signedInWith(at, grace, [systemRoles.admin]);
    await withTotp(at, target.bearer);
    await at.settled();
    const { audit_logs: _before, ...before } = await everyRow(at);
    expect(await measure(target.userId, holder)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    const { audit_logs: log, ...after } = await everyRow(at);
    expect(after).toEqual(before);
    expect(log?.filter(({ user_id, outcome: how }) => user_id === target.userId && how === 'refused')).toMatchObject([
      { actor_id: holder.userId, details: { reason: 'permission_not_held' } },
    ]);
  });

  it('restores no administrator, whose roles would be gone, but whose account is not theirs [A112]', async () => {
    const holder = await holderOf('users:read', 'users:write');
    const target = await signedInWith(at, grace, [systemRoles.admin]);
    await at.client.administration.deleteUser(of(target.userId, admin));
    const answer = await at.client.administration.restoreUser(of(target.userId, holder));
    expect(answer).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  it('does help those who may do no more', async () => {
    const holder = await holderOf('users:read', 'users:write');
    const { userId } = await verifiedUser(at, person);
    expect(await disable(userId, holder)).toMatchObject({ ok: true });
  });

  it('gives by an invitation neither what they lack nor, without the right to assign, what they hold [A83]', async () => {
    const holder = await holderOf('users:read', 'users:write', 'audit:read', 'mail:read', 'stats:read', 'sessions:end');
    const invite = (role_ids: string[]) =>
      at.client.administration.inviteUser({ bearer: holder.bearer, body: { email: 'x@example.com', role_ids } });
    for (const role of [systemRoles.admin, systemRoles.support])
      expect(await invite([role])).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await invite([])).toMatchObject({ ok: true, data: { roles: ['user'] } });
    expect(await invite([systemRoles.admin])).toMatchObject({ status: 403 });
  });

  it('invites nobody anew who was invited to more than they hold [A83]', async () => {
    const email = 'x@example.com';
    const role_ids = [systemRoles.admin];
    await at.client.administration.inviteUser({ bearer: admin.bearer, body: { email, role_ids } });
    const holder = await holderOf('users:read', 'users:write');
    const answer = await at.client.administration.inviteUser({ bearer: holder.bearer, body: { email } });
    expect(answer).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });
});

describe('an administrator', () => {
  it('neither disables nor deletes the last one, who they are [A82]', async () => {
    for (const attempt of [
      () => disable(admin.userId, admin),
      () => at.client.administration.deleteUser(of(admin.userId, admin)),
    ])
      expect(await attempt()).toMatchObject({ status: 409, code: 'LAST_ADMIN' });
    expect((await whoAmI(at, admin.bearer)).status).toBe(200);
  });

  it('cannot count on one who was only invited [A82]', async () => {
    const body = { email: 'x@example.com', role_ids: [systemRoles.admin] };
    expect(await at.client.administration.inviteUser({ bearer: admin.bearer, body })).toMatchObject({ ok: true });
    expect(await admin.browser.client.account.deleteMe({ bearer: admin.bearer })).toMatchObject({ code: 'LAST_ADMIN' });
  });

  it('changes the own account by no way around the own pages [A83]', async () => {
    await signedInWith(at, grace, [systemRoles.admin]);
    for (const id of [admin.userId, admin.userId.toUpperCase()])
      for (const [, measure] of measures)
        expect(await measure(id, admin)).toMatchObject({ status: 403, details: { reason: 'own_account' } });
  });

  it('is one no longer the moment that another one disables them [A85]', async () => {
    const other = await signedInWith(at, grace, [systemRoles.admin]);
    expect(await disable(other.userId, admin)).toMatchObject({ ok: true });
    const { userId } = await verifiedUser(at, person);
    expect(await disable(userId, other)).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
    expect(await at.client.administration.listUsers({ bearer: other.bearer })).toMatchObject({ status: 401 });
  });
});

describe('a disabled user', () => {
  it('gets in by no token, passkey or provider of before [A85]', async () => {
    const someone = await signedInBrowser(at, person);
    const passkey = await enrolledPasskey(at, someone.bearer);
    isSignedIn(await signInBy(at, at.browser(), 'google', google));
    const tokens = tokensIn(await loginByPasskey(at, passkey));
    expect(await disable(someone.userId, admin)).toMatchObject({ ok: true });
    expect(outcome(await whoAmI(at, tokens.accessToken))).toBe('401 TOKEN_INVALID');
    expect(outcome(await refresh(at, tokens.refreshToken))).toBe('401 REFRESH_TOKEN_INVALID');
    expect(outcome(await loginByPasskey(at, passkey))).toBe('401 INVALID_CREDENTIALS');
    isRefused(await signInBy(at, at.browser(), 'google', google));
    expect(outcome(await login(at, person))).toBe('401 INVALID_CREDENTIALS');
  });
});

describe('a deleted user', () => {
  it('leaves a new account of the address nothing: no role, passkey, session or link to a provider [A86]', async () => {
    const someone = await signedInWith(at, person, [systemRoles.support]);
    const passkey = await enrolledPasskey(at, someone.bearer);
    isSignedIn(await signInBy(at, at.browser(), 'google', google));
    await at.client.administration.deleteUser(of(someone.userId, admin));
    const again = await verifiedUser(at, { ...person, password: 'another battery staple' });
    const seen = await at.client.administration.getUser(of(again.userId, admin));
    expect(again.userId).not.toBe(someone.userId);
    expect(seen).toMatchObject({ data: { roles: ['user'], passkeys: 0, identities: [] } });
    expect(outcome(await whoAmI(at, someone.bearer))).toBe('401 TOKEN_INVALID');
    expect(outcome(await loginByPasskey(at, passkey))).toBe('401 INVALID_CREDENTIALS');
    expect(outcome(await login(at, person))).toBe('401 INVALID_CREDENTIALS');
  });
});

describe('whoever may see users and nothing else', () => {
  it.each(measures.filter(([name]) => name !== 'signs out'))('%s nobody: nothing changes [A81]', async (_, measure) => {
    const helper = await supporter(at);
    const { userId } = await verifiedUser(at, person);
    await at.settled();
    const before = await everyRow(at);
    expect(await measure(userId, helper)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await everyRow(at)).toEqual(before);
  });

  it('finds nothing by an id that is guessed, and learns no more than that [A81]', async () => {
    const helper = await supporter(at);
    const answer = await at.client.administration.getUser(of(randomUUID(), helper));
    expect(answer).toMatchObject({ status: 404, code: 'NOT_FOUND', details: {} });
  });
});
