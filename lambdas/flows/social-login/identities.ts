/** The accounts at providers that sign a user in: what is linked, linking from inside, unlinking. */
import { type SQL, sql } from 'drizzle-orm';
import { auditRefusal } from '../../domain/audit/audit.ts';
import { identitiesOf, identityInsert, isNamed, newIdentity } from '../../domain/identity/identities.ts';
import { together, touched } from '../../domain/statement.ts';
import { planSecurityChange } from '../../domain/user/security-change.ts';
import { findUser, readUser, userAndGrants } from '../../domain/user/users.ts';
import { readWaysIn, waysInOf, waysLeft } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { sqlState } from '../../ports/database.ts';
import type { Assertion, ProviderSettings } from '../../ports/identity-providers.ts';
import type { IdentityView } from './contract.ts';
import { linkNotice, unlinkNotice } from './notices.ts';
import { oauthFailed } from './refusal.ts';

export async function listIdentities(context: Context, userId: string): Promise<IdentityView[]> {
  const rows = await identitiesOf(context.database, userId);
  return rows.map(({ id, provider, email, createdAt, lastUsedAt }) => ({
    id,
    provider,
    email,
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
  }));
}

export interface Link {
  provider: ProviderSettings;
  assertion: Assertion;
  userId: string;
  /** Which asked for it, by recent authentication, and must still live. */
  sessionId: string;
}

/**
 * Links what the provider named to the account of the session. The address plays no part.
 *
 * @throws AuthError `OAUTH_FAILED`, with `taken` where it is another account's.
 */
export async function linkIdentity(context: Context, { provider, assertion, userId, sessionId }: Link): Promise<void> {
  const user = await findUser(context.database, userId);
  if (!user) throw oauthFailed(null);
  const identity = newIdentity(context, userId, provider, assertion);
  const change = await planSecurityChange(
    context,
    {
      userId,
      audit: {
        action: 'identity.linked',
        resource: `identity:${identity.id}`,
        actorId: userId,
        sessionId,
        details: { provider: provider.id, how: 'session' },
      },
      spendsTokens: false,
      forgetsDevices: false,
      mails: [linkNotice(context, user.row, provider)],
    },
    sql`not ${isLinked(assertion)}`,
  );
  const [row] = await refuseTaken(
    context.database.rows<{ linked: boolean; taken: boolean; ended_sessions: unknown }>(
      together(
        { ...change.parts, linked: identityInsert(identity, touched('changed')) },
        sql`select ${touched('linked')} as linked, ${change.endedSessions} as ended_sessions,
          exists (select 1 from identities i where ${isNamed('i', assertion)} and user_id <> ${userId}::uuid) as taken`,
      ),
    ),
  );
  if (row?.linked) return change.publish(row.ended_sessions);
  if (row?.taken) await auditTaken(context, { provider, userId, sessionId });
  // Linked here already: what was asked for stands.
  if (row?.taken || !(await isOwn(context, userId, assertion))) throw oauthFailed(row?.taken ? 'taken' : null);
}

function isLinked(assertion: Assertion): SQL {
  return sql`exists (select 1 from identities i where ${isNamed('i', assertion)})`;
}

async function isOwn({ database }: Context, userId: string, { issuer, subject }: Assertion): Promise<boolean> {
  const own = await identitiesOf(database, userId);
  return own.some((one) => one.issuer === issuer && one.subject === subject);
}

async function refuseTaken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    // Another account linked it in the same moment.
    if (sqlState(error) === '23505') throw oauthFailed('taken', error);
    throw error;
  }
}

async function auditTaken(context: Context, { provider, userId, sessionId }: Omit<Link, 'assertion'>): Promise<void> {
  await auditRefusal(context, {
    action: 'identity.linked',
    resource: `user:${userId}`,
    userId,
    actorId: userId,
    sessionId,
    details: { provider: provider.id, reason: 'taken' },
  });
}

/**
 * Unlinks it and ends the user's other sessions.
 *
 * @throws AuthError `NOT_FOUND`; `LAST_CREDENTIAL` where nothing else would sign the user in; `TOKEN_INVALID` where the
 * session has just ended.
 */
export async function unlinkIdentity(context: Context, principal: Principal, id: string): Promise<void> {
  // Whatever changes a user's ways in raises the version: then what was looked at is looked at again.
  while (!(await unlinkIfUnchanged(context, principal, id)));
}

async function unlinkIfUnchanged(context: Context, principal: Principal, id: string): Promise<boolean> {
  const { userId, sessionId } = principal;
  const found = await findOwn(context, userId, id);
  if (!found) throw new AuthError('NOT_FOUND');
  if (waysLeft(found.ways) <= 1) throw new AuthError('LAST_CREDENTIAL');
  const { user, provider } = found;
  const name = context.config.providers.find((one) => one.id === provider)?.name ?? provider;
  const change = await planSecurityChange(
    context,
    {
      userId,
      audit: {
        action: 'identity.unlinked',
        resource: `identity:${id}`,
        actorId: userId,
        sessionId,
        details: { provider },
      },
      ends: { reason: 'factor_changed', but: sessionId },
      spendsTokens: false,
      forgetsDevices: false,
      mails: [unlinkNotice(context, user, name)],
    },
    sql`version = ${user.version}::int`,
  );
  const [row] = await context.database.rows<{ live: boolean; happened: boolean; ended_sessions: unknown }>(
    together(
      {
        ...change.parts,
        unlinked: sql`delete from identities where id = ${id}::uuid and ${touched('changed')} returning id`,
      },
      sql`select ${touched('turn')} as live, ${touched('changed')} as happened,
        ${change.endedSessions} as ended_sessions`,
    ),
  );
  if (!row?.live) throw new AuthError('TOKEN_INVALID');
  if (!row.happened) return false;
  await change.publish(row.ended_sessions);
  return true;
}

/** The user's own identity of that id, with what else signs them in. */
async function findOwn({ database }: Context, userId: string, id: string) {
  const [row] = await database.rows(sql`
    select ${userAndGrants}, ${waysInOf('u')}, i.provider as identity_provider
    from users u join identities i on i.user_id = u.id and i.id = ${id}::uuid and i.retired_at is null
    where u.id = ${userId}::uuid and u.deleted_at is null`);
  const user = readUser(row);
  return row && user && { user: user.row, ways: readWaysIn(row), provider: String(row.identity_provider) };
}
