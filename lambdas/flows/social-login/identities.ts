/** The accounts at providers that sign a user in: what is linked, linking from inside, unlinking. */
import { type SQL, sql } from 'drizzle-orm';
import { auditRefusal } from '../../domain/audit/audit.ts';
import { identitiesOf, identityInsert, isNamed, newIdentity } from '../../domain/identity/identities.ts';
import { at, together, touched } from '../../domain/statement.ts';
import { planSecurityChange } from '../../domain/user/security-change.ts';
import type { UserRow } from '../../domain/user/user.table.ts';
import { findUser } from '../../domain/user/users.ts';
import { findWaysIn, waysLeft } from '../../domain/user/ways-in.ts';
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
    sql`${isLive(context, userId, sessionId)} and not ${isLinked(assertion)}`,
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

function isLive({ clock }: Context, userId: string, sessionId: string): SQL {
  const now = at(clock.now());
  return sql`exists (
    select 1 from sessions where id = ${sessionId}::uuid and user_id = ${userId}::uuid and ended_at is null
      and expires_at > ${now} and idle_expires_at > ${now})`;
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
 * @throws AuthError `NOT_FOUND`; `LAST_CREDENTIAL` where nothing else would sign the user in.
 */
export async function unlinkIdentity(context: Context, { userId, sessionId }: Principal, id: string): Promise<void> {
  const [user, own] = await Promise.all([findUser(context.database, userId), identitiesOf(context.database, userId)]);
  const identity = own.find((one) => one.id === id);
  if (!user || !identity) throw new AuthError('NOT_FOUND');
  const change = await planUnlinking(context, { user: user.row, sessionId, identity });
  const [row] = await context.database.rows<{ unlinked: boolean; ended_sessions: unknown }>(
    together(
      {
        ...change.parts,
        unlinked: sql`delete from identities where id = ${id}::uuid and ${touched('changed')} returning id`,
      },
      sql`select ${touched('unlinked')} as unlinked, ${change.endedSessions} as ended_sessions`,
    ),
  );
  if (row?.unlinked) return change.publish(row.ended_sessions);
  const ways = await findWaysIn(context.database, userId);
  throw new AuthError(ways && waysLeft(ways) <= 1 ? 'LAST_CREDENTIAL' : 'NOT_FOUND');
}

function planUnlinking(
  context: Context,
  { user, sessionId, identity }: { user: UserRow; sessionId: string; identity: { id: string; provider: string } },
) {
  const { id, provider } = identity;
  const name = context.config.providers.find((one) => one.id === provider)?.name ?? provider;
  return planSecurityChange(
    context,
    {
      userId: user.id,
      audit: {
        action: 'identity.unlinked',
        resource: `identity:${id}`,
        actorId: user.id,
        sessionId,
        details: { provider },
      },
      ends: { reason: 'factor_changed', but: sessionId },
      spendsTokens: false,
      forgetsDevices: false,
      mails: [unlinkNotice(context, user, name)],
    },
    sql`exists (select 1 from identities where id = ${id}::uuid and user_id = ${user.id}::uuid and retired_at is null)
      and ${hasOtherWay(user.id, id)}`,
  );
}

/** A way in that needs no mail, besides that identity. */
function hasOtherWay(userId: string, id: string): SQL {
  return sql`(
    exists (select 1 from credentials where user_id = ${userId}::uuid and kind = 'password')
    or exists (select 1 from passkeys where user_id = ${userId}::uuid and retired_at is null)
    or exists (select 1 from identities where user_id = ${userId}::uuid and retired_at is null and id <> ${id}::uuid))`;
}
