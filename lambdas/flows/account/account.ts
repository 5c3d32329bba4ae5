/** The own profile. */
import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import { at, together, touched } from '../../domain/statement.ts';
import type { User } from '../../domain/user/user.ts';
import { findUser, readUser, selectUserFrom } from '../../domain/user/users.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';

export interface ProfileChange {
  name?: string | undefined;
  locale?: string | null | undefined;
  avatar_url?: string | null | undefined;
}

/** @throws AuthError 401 `TOKEN_INVALID` where the account has just gone. */
export async function getMe(context: Context, principal: Principal): Promise<User> {
  return orSignedOut(await findUser(context.database, principal.userId));
}

/** Changes the fields that were sent and no others; null clears one. */
export async function updateMe(context: Context, principal: Principal, change: ProfileChange): Promise<User> {
  const { name, locale, avatar_url: avatarUrl } = change;
  const fields = Object.entries({ name, locale, avatar_url: avatarUrl }).flatMap(([field, value]) =>
    value === undefined ? [] : [field],
  );
  if (fields.length === 0) return getMe(context, principal);
  const audit = auditRow(context, {
    action: 'user.updated',
    resource: `user:${principal.userId}`,
    userId: principal.userId,
    actorId: principal.userId,
    outcome: 'success',
    sessionId: principal.sessionId,
    details: { fields },
  });
  const set = sql.join(
    [
      name === undefined ? undefined : sql`name = ${name}::text`,
      locale === undefined ? undefined : sql`locale = ${locale}::text`,
      avatarUrl === undefined ? undefined : sql`avatar_url = ${avatarUrl}::text`,
      sql`version = version + 1`,
      sql`updated_at = ${at(context.clock.now())}`,
    ].filter((part) => part !== undefined),
    sql`, `,
  );
  const [row] = await context.database.rows(
    together(
      {
        updated: sql`
          update users set ${set} where id = ${principal.userId}::uuid and deleted_at is null returning *`,
        audited: auditInsert(audit, touched('updated')),
      },
      selectUserFrom('updated'),
    ),
  );
  const user = orSignedOut(readUser(row));
  announceAudit(context, audit);
  return user;
}

/** The account went away between the check of its session and this query. */
function orSignedOut(user: User | null): User {
  if (!user) throw new AuthError('TOKEN_INVALID');
  return user;
}
