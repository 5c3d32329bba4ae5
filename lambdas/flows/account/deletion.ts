/** Deleting the own account: soft, so that an administrator can bring it back within the grace time. */
import { sql } from 'drizzle-orm';
import type { MailTemplate } from '../../domain/mail/mail-template.ts';
import { type Administrators, countAdministrators } from '../../domain/role/last-administrator.ts';
import { raiseRbacVersion } from '../../domain/role/rbac-version.ts';
import { systemRoles } from '../../domain/role/role.ts';
import { at, together, touched } from '../../domain/statement.ts';
import { inTurns } from '../../domain/turns.ts';
import { planSecurityChange } from '../../domain/user/security-change.ts';
import type { User } from '../../domain/user/user.ts';
import { findUser, lockUserBySession } from '../../domain/user/users.ts';
import { retireWaysIn } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { deletionGraceSeconds } from '../../kernel/http/deletion-grace.ts';

/**
 * The address is free from now on; sessions, tokens, devices and ways in are gone.
 *
 * @throws AuthError `LAST_ADMIN`, with nothing changed, where nobody else could administer the platform.
 */
export async function deleteMe(context: Context, principal: Principal): Promise<void> {
  await inTurns(async () => {
    const me = await findUser(context.database, principal.userId);
    if (!me) throw new AuthError('TOKEN_INVALID');
    const isAdministrator = me.grants.roleIds.includes(systemRoles.admin);
    const administrators = isAdministrator ? await countAdministrators(context.database, me.row.id) : null;
    if (administrators?.others === 0) throw new AuthError('LAST_ADMIN');
    return (await deleteUser(context, principal, me, administrators)) || null;
  });
}

/**
 * False, with nothing changed, where the user or who administers is no longer as it was read.
 *
 * @throws AuthError `TOKEN_INVALID` where the session has ended, or the account is gone already.
 */
async function deleteUser(
  context: Context,
  { sessionId }: Principal,
  { row: { id, email, locale, version } }: User,
  administrators: Administrators | null,
): Promise<boolean> {
  const now = context.clock.now();
  const happened = touched('changed');
  const mail: MailTemplate = {
    template: 'account_deleted',
    to: email,
    locale,
    when: now.toISOString(),
    ip: context.request.ip,
    userAgent: context.request.userAgent,
    until: new Date(now.getTime() + deletionGraceSeconds * 1000).toISOString(),
  };
  const change = await planSecurityChange(
    context,
    {
      userId: id,
      audit: { action: 'user.deleted', resource: `user:${id}`, actorId: id, sessionId },
      set: sql`deleted_at = ${at(now)}`,
      ends: { reason: 'user_deleted', but: null },
      spendsTokens: true,
      forgetsDevices: true,
      mails: [mail],
      turn: {
        turn: lockUserBySession(id, sessionId),
        as_read: sql`select id from turn where version = ${version}::int`,
        // Of two administrators at once the second one has to count again.
        guard: administrators ? raiseRbacVersion(administrators.rbacVersion, touched('as_read')) : undefined,
      },
    },
    touched(administrators ? 'guard' : 'as_read'),
  );
  const parts = { ...change.parts, ...retireWaysIn(id, now, happened) };
  const [row] = await context.database.rows<{ held: boolean; happened: boolean; ended_sessions: string | null }>(
    together(
      parts,
      sql`select ${touched('turn')} as held, ${happened} as happened, ${change.endedSessions} as ended_sessions`,
    ),
  );
  if (!row?.held) throw new AuthError('TOKEN_INVALID');
  if (!row.happened) return false;
  context.metrics.count('UserDeleted');
  await change.publish(row.ended_sessions);
  return true;
}
