import { sql } from 'drizzle-orm';
import { factors } from '../../../lambdas/domain/factor/factor.table.ts';
import { factorTries } from '../../../lambdas/domain/factor/factor-tries.table.ts';
import { recoveryCodes } from '../../../lambdas/domain/factor/recovery-code.table.ts';
import { identities } from '../../../lambdas/domain/identity/identity.table.ts';
import { oneTimeTokens } from '../../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { planToken } from '../../../lambdas/domain/one-time-token/one-time-token.ts';
import { passkeys } from '../../../lambdas/domain/passkey/passkey.table.ts';
import { insertInto } from '../../../lambdas/domain/statement.ts';
import { type MailboxProof, mailboxProven, proveMailbox } from '../../../lambdas/domain/user/mailbox-proof.ts';
import type { User } from '../../../lambdas/domain/user/user.ts';
import { findUser } from '../../../lambdas/domain/user/users.ts';
import { newId } from '../../../lambdas/kernel/id.ts';
import { ada, contextOf, grace, signedInBrowser } from '../../flows/people.ts';
import { auditOf, everyRow } from '../../flows/records.ts';
import { login } from '../../flows/tokens.ts';
import { describeWith, startPlatform, type TestPlatform } from '../../platform.ts';

const byProvider: MailboxProof = { by: 'provider', token: null, name: 'ada', passwordHash: null };
const waysIn = ['credentials', 'factors', 'factor_tries', 'recovery_codes', 'passkeys', 'identities'] as const;

/** Everything that somebody can set on an account, whose address then counts as never proven. */
async function occupied(at: TestPlatform, person = ada): Promise<{ user: User; bearer: string }> {
  const { userId, bearer } = await signedInBrowser(at, person);
  const { clock, database } = at.platform;
  const now = clock.now();
  const id = () => newId(clock);
  const code = { userId, counter: 0, sealed: 'sealed', createdAt: now };
  const key = { publicKey: 'key', rpId: 'auth.example.com', signCount: 0, transports: [], aaguid: id(), name: 'Key' };
  const backup = { backupEligible: false, backedUp: false };
  const tries = { userId, kind: 'totp', lane: '', inWindow: 3, windowStartedAt: now, inARow: 3 } as const;
  const provider = { provider: 'google', issuer: 'https://issuer.example', subject: id(), email: person.email };
  for (const row of [
    insertInto(factors, { ...code, id: id(), kind: 'totp', confirmedAt: now }),
    insertInto(factors, { ...code, id: id(), kind: 'hotp' }),
    insertInto(factorTries, tries),
    insertInto(recoveryCodes, { id: id(), userId, codeHash: 'hash', createdAt: now }),
    insertInto(passkeys, { ...key, ...backup, id: id(), userId, credentialId: id(), createdAt: now }),
    insertInto(identities, { ...provider, id: id(), userId, createdAt: now }),
    insertInto(oneTimeTokens, changeOf(at, userId)),
  ])
    await database.rows(row);
  await database.rows(sql`update users set email_verified_at = null where id = ${userId}::uuid`);
  return { user: await userOf(at, userId), bearer };
}

function changeOf(at: TestPlatform, userId: string) {
  return { ...planToken(contextOf(at), 'confirm_email', userId, 600).row, email: 'mallory@example.com' };
}

async function userOf(at: TestPlatform, id: string): Promise<User> {
  const user = await findUser(at.platform.database, id);
  if (!user) throw new Error('no such user');
  return user;
}

describe('the first proof of a mailbox', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform();
  });
  beforeEach(() => at.reset());
  afterAll(() => at.close());

  const me = (bearer: string) => at.call('GET', '/api/v1/users/me', { headers: { authorization: `Bearer ${bearer}` } });

  it('voids every way in, session, device and pending change that was set before [A71] [A72] [A73] [A74]', async () => {
    const { user, bearer } = await occupied(at);
    const proven = await proveMailbox(contextOf(at), user, byProvider);
    expect(proven?.row).toMatchObject({ name: 'ada', version: user.row.version + 1 });
    expect(proven?.row.emailVerifiedAt).not.toBeNull();
    const rows = await everyRow(at);
    for (const table of [...waysIn, 'known_devices']) expect([table, rows[table]]).toEqual([table, []]);
    expect(rows.sessions).toMatchObject([{ end_reason: 'mailbox_proven' }]);
    expect(rows.one_time_tokens?.filter(({ spent_at }) => spent_at === null)).toEqual([]);
    expect(await auditOf(at, 'email.verified')).toMatchObject([
      { details: { by: 'verification' } },
      { details: { by: 'provider', password: 'none' } },
    ]);
    expect((await login(at, ada)).status).toBe(401);
    expect((await me(bearer)).status).toBe(401);
  });

  it('ends sessions at the next request, before any worker has run', async () => {
    const { user, bearer } = await occupied(at);
    expect((await me(bearer)).status).toBe(200);
    import.meta.jest.spyOn(at.platform.queue, 'nudge').mockResolvedValue();
    await proveMailbox(contextOf(at), user, byProvider);
    expect((await me(bearer)).status).toBe(401);
    import.meta.jest.restoreAllMocks();
  });

  it('leaves the accounts of others alone', async () => {
    const { user } = await occupied(at);
    await occupied(at, grace);
    const before = await everyRow(at);
    await proveMailbox(contextOf(at), user, byProvider);
    const after = await everyRow(at);
    const others = (rows: typeof before, table: string) => rows[table]?.filter(({ user_id: id }) => id !== user.row.id);
    for (const table of [...waysIn, 'known_devices', 'sessions', 'one_time_tokens'])
      expect([table, others(after, table)]).toEqual([table, others(before, table)]);
  });

  it.each([
    ['is proven already', sql`email_verified_at = now()`],
    ['is of a disabled account', sql`is_active = false`],
    ['is of a deleted account', sql`deleted_at = now()`],
  ])('writes nothing, and spends no token, where the address %s', async (_what, change) => {
    const { user } = await occupied(at);
    const token = planToken(contextOf(at), 'magic_link', user.row.id, 600).row;
    await at.platform.database.rows(insertInto(oneTimeTokens, token));
    await at.platform.database.rows(sql`update users set ${change}`);
    const before = await everyRow(at);
    const proof = { ...byProvider, by: 'magic_link', token } as const;
    expect(await proveMailbox(contextOf(at), user, proof)).toBeNull();
    expect(await everyRow(at)).toEqual(before);
  });

  it('writes what goes with it, such as the identity of the provider that vouched', async () => {
    const { user } = await occupied(at);
    const own = { provider: 'google', issuer: 'https://issuer.example', subject: 'ada', email: ada.email };
    const row = { ...own, id: newId(at.clock), userId: user.row.id, createdAt: at.clock.now() };
    await proveMailbox(contextOf(at), user, {
      ...byProvider,
      also: { linked: insertInto(identities, row, mailboxProven) },
    });
    expect((await everyRow(at)).identities).toMatchObject([{ subject: 'ada' }]);
  });
});

describeWith('PostgreSQL', 'first proofs of one mailbox at once', () => {
  it('let one through, and the others find it proven', async () => {
    const at = await startPlatform({ database: 'postgres' });
    const { user } = await occupied(at);
    const proofs = await Promise.all(Array.from({ length: 8 }, () => proveMailbox(contextOf(at), user, byProvider)));
    expect(proofs.filter((proven) => proven !== null)).toHaveLength(1);
    expect((await userOf(at, user.row.id)).row.version).toBe(user.row.version + 1);
    await at.close();
  });
});
