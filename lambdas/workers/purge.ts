/**
 * The purge: of accounts whose grace time after their deletion has passed nothing stays but that things happened to them,
 * in the audit log.
 */
import { type SQL, sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../domain/audit/audit.ts';
import { eraseAuditOfPurged, purgedAction } from '../domain/audit/audit-erasure.ts';
import { at, together, touched } from '../domain/statement.ts';
import { type Context, type Platform, withoutRequest } from '../kernel/context.ts';
import { deletionGraceSeconds } from '../kernel/http/deletion-grace.ts';
import type { Alongside } from './alongside.ts';

export interface Purge extends Alongside {
  /** Purges one account after the other; answers how many. What is left when `seconds` have passed comes next time. */
  run(seconds: number): Promise<number>;
}

/** Accounts that are read at once. Each is purged by a statement of its own: nobody waits for more than one. */
const batch = 100;

export function createPurge(platform: Platform): Purge {
  const { clock, log } = platform;

  async function run(seconds: number): Promise<number> {
    const stopAt = clock.now().getTime() + seconds * 1000;
    const purged = await purgeDue(platform, stopAt);
    const erased = await eraseAuditOfPurged(platform, stopAt);
    if (purged + erased > 0) log.info('accounts purged', { purged, audit_rows_erased: erased });
    return purged;
  }

  return { name: 'purge', everySeconds: 86_400, run };
}

async function purgeDue(platform: Platform, stopAt: number): Promise<number> {
  const { clock } = platform;
  const cutoff = new Date(clock.now().getTime() - deletionGraceSeconds * 1000);
  let purged = 0;
  let after: Deleted | undefined;
  do {
    const due = await deletedBefore(platform, cutoff, after);
    for (const { id } of due) {
      if (clock.now().getTime() >= stopAt) return purged;
      if (await tried(platform, id, cutoff)) purged += 1;
    }
    after = due.length < batch ? undefined : due.at(-1);
  } while (after);
  return purged;
}

interface Deleted extends Record<string, unknown> {
  id: string;
  deleted_at: string;
}

/** Those whose grace time is over, the longest deleted first. */
async function deletedBefore({ database }: Platform, cutoff: Date, after: Deleted | undefined): Promise<Deleted[]> {
  const from = after ? sql`and (deleted_at, id) > (${after.deleted_at}::timestamptz, ${after.id}::uuid)` : sql``;
  return database.rows<Deleted>(sql`
    select id, to_json(deleted_at) #>> '{}' as deleted_at from users
    where deleted_at is not null and deleted_at <= ${at(cutoff)} ${from}
    order by deleted_at, id limit ${batch}::int`);
}

/** One that cannot be purged holds up no other. */
async function tried(platform: Platform, userId: string, cutoff: Date): Promise<boolean> {
  try {
    return await purgeUser(withoutRequest(platform, 'purge'), userId, cutoff);
  } catch (error) {
    platform.log.error('account not purged', { user_id: userId, error });
    return false;
  }
}

/**
 * The row and everything that hangs on it, in one statement; false where somebody holds it, or has brought it back. What
 * names the user as the one who did something to others stays, without the name.
 */
async function purgeUser(context: Context, userId: string, cutoff: Date): Promise<boolean> {
  const audit = auditRow(context, {
    action: purgedAction,
    resource: `user:${userId}`,
    userId,
    actorId: null,
    outcome: 'success',
  });
  const [row] = await context.database.rows<{ happened: boolean }>(
    together(
      {
        turn: sql`
          select id, email_key from users
          where id = ${userId}::uuid and deleted_at <= ${at(cutoff)} for update skip locked`,
        ...released(userId),
        ...gone(userId),
        purged: sql`delete from users where id = ${userId}::uuid and ${touched('turn')}`,
        audited: auditInsert(audit, touched('turn')),
      },
      sql`select ${touched('turn')} as happened`,
    ),
  );
  if (!row?.happened) return false;
  announceAudit(context, audit);
  context.metrics.count('UserPurged');
  return true;
}

/** Where they gave a role to somebody else, and where they acted as somebody else. */
function released(userId: string): Record<string, SQL> {
  const others = sql`user_id <> ${userId}::uuid and ${touched('turn')}`;
  return {
    grants_released: sql`update user_roles set granted_by = null where granted_by = ${userId}::uuid and ${others}`,
    // Over since weeks. Without the name they would pass for the user's own, with an address that is not theirs.
    acting_gone: sql`delete from sessions where actor_id = ${userId}::uuid and ${others}`,
  };
}

/** Tables whose rows belong to one user. */
const owned = [
  'active_days',
  'credentials',
  'factor_tries',
  'factors',
  'identities',
  'jobs',
  'known_devices',
  'one_time_tokens',
  'passkeys',
  'recovery_codes',
  'sessions',
  'user_roles',
  'user_search_terms',
];

function gone(userId: string): Record<string, SQL> {
  const user = sql`${userId}::uuid`;
  const rows = owned.map((table) => [
    `${table}_gone`,
    sql`delete from ${sql.identifier(table)} where user_id = ${user} and ${touched('turn')}`,
  ]);
  return {
    ...Object.fromEntries(rows),
    // Mails to the user, and orders about sessions and jobs of theirs.
    outbox_gone: sql`
      delete from outbox where ${touched('turn')} and subject_id in (
        select ${user} union all select id from sessions where user_id = ${user}
        union all select id from jobs where user_id = ${user})`,
    // An address that somebody else has by now is theirs.
    suppression_gone: sql`
      delete from mail_suppressions m using turn t
      where m.email_key = t.email_key
        and not exists (select 1 from users u where u.email_key = t.email_key and u.id <> ${user})`,
  };
}
