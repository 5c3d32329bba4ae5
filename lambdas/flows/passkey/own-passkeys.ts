/** What people do with the passkeys that they have. */
import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import type { PasskeyRow } from '../../domain/passkey/passkey.table.ts';
import { passkeyColumns, passkeyDelete, passkeyRename, readPasskey } from '../../domain/passkey/passkeys.ts';
import { selectList, together, touched } from '../../domain/statement.ts';
import { planSecurityChange } from '../../domain/user/security-change.ts';
import { users } from '../../domain/user/user.table.ts';
import { readWaysIn, type WaysIn, waysInOf, waysLeft } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';

/** @throws AuthError `NOT_FOUND` where the user has no such passkey. */
export async function renamePasskey(
  context: Context,
  { userId, sessionId }: Principal,
  id: string,
  name: string,
): Promise<PasskeyRow> {
  const audit = auditRow(context, {
    action: 'passkey.renamed',
    resource: `passkey:${id}`,
    userId,
    actorId: userId,
    outcome: 'success',
    sessionId,
    details: { name },
  });
  const [row] = await context.database.rows(
    together(
      { p: passkeyRename(userId, id, name), audited: auditInsert(audit, touched('p')) },
      sql`select ${passkeyColumns} from p`,
    ),
  );
  const renamed = readPasskey(row);
  if (!renamed) throw new AuthError('NOT_FOUND');
  announceAudit(context, audit);
  return renamed;
}

/**
 * Removes it and ends the user's other sessions: whoever had the passkey may hold one.
 *
 * @throws AuthError `NOT_FOUND` where the user has no such passkey; `LAST_CREDENTIAL` for the last way in.
 */
export async function removePasskey(context: Context, principal: Principal, id: string): Promise<void> {
  // Whatever changes a user raises the version: then what was looked at is looked at again.
  while (!(await removeIfUnchanged(context, principal, await find(context, principal, id))));
}

interface Found {
  passkey: PasskeyRow;
  ways: WaysIn;
  user: { version: number; email: string; locale: string | null };
}

async function find(context: Context, { userId }: Principal, id: string): Promise<Found> {
  const [row] = await context.database.rows(sql`
    select ${selectList(users, 'u')}, ${waysInOf('u')}, ${passkeyColumns}
    from users u left join passkeys p on p.user_id = u.id and p.id = ${id}::uuid and p.retired_at is null
    where u.id = ${userId}::uuid and u.is_active and u.deleted_at is null`);
  if (!row) throw new AuthError('TOKEN_INVALID');
  const passkey = readPasskey(row);
  if (!passkey) throw new AuthError('NOT_FOUND');
  const { u_version: version, u_email: email, u_locale: locale } = row;
  const user = { version: Number(version), email: String(email), locale: typeof locale === 'string' ? locale : null };
  return { passkey, ways: readWaysIn(row), user };
}

/** False, with nothing written, where the user was changed after the look at their ways in. */
async function removeIfUnchanged(
  context: Context,
  { userId, sessionId }: Principal,
  { passkey, ways, user }: Found,
): Promise<boolean> {
  if (waysLeft(ways) <= 1) throw new AuthError('LAST_CREDENTIAL');
  const { request, clock } = context;
  const { parts, endedSessions, publish } = await planSecurityChange(
    context,
    {
      userId,
      audit: {
        action: 'passkey.removed',
        resource: `passkey:${passkey.id}`,
        actorId: userId,
        sessionId,
        details: { name: passkey.name },
      },
      ends: { reason: 'factor_changed', but: sessionId },
      spendsTokens: false,
      forgetsDevices: false,
      mails: [
        {
          template: 'factor_removed',
          factor: 'passkey',
          label: passkey.name,
          to: user.email,
          locale: user.locale,
          when: clock.now().toISOString(),
          ip: request.ip,
          userAgent: request.userAgent,
        },
      ],
    },
    sql`version = ${user.version}::int`,
  );
  const [row] = await context.database.rows<{ live: boolean; happened: boolean; ended_sessions: string }>(
    together(
      { ...parts, removed: passkeyDelete(passkey.id, touched('changed')) },
      sql`select ${touched('turn')} as live, ${touched('changed')} as happened, ${endedSessions} as ended_sessions`,
    ),
  );
  if (!row?.live) throw new AuthError('TOKEN_INVALID');
  if (!row.happened) return false;
  await publish(row.ended_sessions);
  return true;
}
