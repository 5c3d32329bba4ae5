/**
 * After a backup was restored: who was disabled or deleted since is disabled again, by what the archive of the audit log
 * says. The database has forgotten it, and the account could be used as before.
 */
import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../domain/audit/audit.ts';
import { nudge } from '../domain/outbox/outbox.ts';
import { endSessionsOf } from '../domain/session/ended-sessions.ts';
import { at, together, touched, wordsOf } from '../domain/statement.ts';
import { type Platform, withoutRequest } from '../kernel/context.ts';
import type { Archive } from '../ports/archive.ts';
import type { Database } from '../ports/database.ts';
import { readArchivedRows } from './audit-check/archived-chain.ts';
import { storedOf } from './audit-check/stored-rows.ts';

const disabling = new Set(['user.disabled', 'user.deleted', 'user.purged']);

/**
 * The accounts whose last word in the archive is that they are closed, where the database does not have that row.
 *
 * @param chain of `auditChain`
 */
export async function closedSince(database: Database, archive: Archive, chain: string): Promise<string[]> {
  const closed = new Map<string, boolean>();
  for await (const rows of readArchivedRows(archive, chain)) {
    const telling = rows.filter(({ action, userId }) => action !== null && userId !== null);
    const stored = telling.length === 0 ? [] : await storedOf(database, telling);
    // A later word that the database knows is its own; an earlier one may be missing because its month was dropped.
    for (const [index, { action, userId }] of telling.entries())
      if (action !== null && userId !== null) closed.set(userId, disabling.has(action) && stored[index]?.row === null);
  }
  return [...closed].flatMap(([userId, isClosed]) => (isClosed ? [userId] : []));
}

/** Disables the accounts that can be used; answers how many. Their sessions end, and the audit log says why. */
export async function disableAgain(platform: Platform, userIds: readonly string[]): Promise<number> {
  let disabled = 0;
  for (const userId of userIds) if (await disable(platform, userId)) disabled += 1;
  return disabled;
}

async function disable(platform: Platform, userId: string): Promise<boolean> {
  const context = withoutRequest(platform, 'operator');
  const now = context.clock.now();
  const audit = auditRow(context, {
    action: 'user.disabled',
    resource: `user:${userId}`,
    userId,
    actorId: null,
    outcome: 'success',
    details: { by: 'operator', reason: 'platform_restored' },
  });
  const [done] = await context.database.rows<{ ended: string | null }>(
    together(
      {
        target: sql`
          update users set is_active = false, version = version + 1, updated_at = ${at(now)}
          where id = ${userId}::uuid and is_active and deleted_at is null returning id`,
        ...endSessionsOf('target', { reason: 'user_disabled', but: null }, now),
        audited: auditInsert(audit, touched('target')),
      },
      sql`select (select string_agg(id::text, ' ') from tombstoned) as ended from target`,
    ),
  );
  if (!done) return false;
  announceAudit(context, audit);
  await nudge(
    context,
    wordsOf(done.ended).map((id) => ({ id })),
  );
  return true;
}
