import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import { passwordRehash } from '../../domain/credential/credentials.ts';
import { hashPassword } from '../../domain/credential/password-hash.ts';
import { type SeenDevice, seeDevice } from '../../domain/device/devices.ts';
import { planEnding } from '../../domain/session/ending.ts';
import { planSession, publishSession, type Started } from '../../domain/session/session.ts';
import { readSession, sessionInsert, sessionList } from '../../domain/session/sessions.ts';
import { together, touched } from '../../domain/statement.ts';
import { userUnchanged } from '../../domain/user/users.ts';
import type { Context } from '../../kernel/context.ts';
import type { Account } from './login-account.ts';

/** What of a sign-in's request its session is made of. */
export interface SessionInput {
  password: string;
  delivery: 'cookie' | 'body';
  deviceName: string | null;
  /** The presented `__Host-device` cookie. */
  deviceCookie: string | undefined;
}

export interface LoggedIn extends Started {
  device: SeenDevice | null;
}

/**
 * The session that the right password starts: it, its device, a renewed hash, the end of the session that this browser
 * held before (ASVS 7.2.4) and the audit rows in one statement; then the copies and `giveBack` in one round trip. Null,
 * with nothing written, where the account is no longer what was read.
 */
export async function startSession(
  context: Context,
  input: SessionInput,
  { user, passwordHash, heldSession }: Account,
  outdated: boolean,
  giveBack: () => Promise<void>,
): Promise<LoggedIn | null> {
  const { delivery, deviceName } = input;
  const userId = user.row.id;
  const unchanged = touched('account');
  const started = await planSession(context, user, { delivery, deviceName, amr: ['pwd'] });
  const device = delivery === 'cookie' ? seeDevice(context, userId, input.deviceCookie, unchanged) : null;
  const held = delivery === 'cookie' ? heldSession : null;
  const ending = held
    ? await planEnding(context, { session: held, reason: 'signed_in_again', actorId: held.userId }, unchanged)
    : null;
  const audit = auditRow(context, {
    action: 'session.started',
    resource: `session:${started.session.id}`,
    userId,
    actorId: userId,
    outcome: 'success',
    sessionId: started.session.id,
    details: { method: 'password', delivery },
  });
  const renewed = outdated ? await hashPassword(context, input.password) : null;
  const [row] = await context.database.rows<{ started: boolean }>(
    together(
      {
        account: userUnchanged(user),
        device: device?.write,
        session: sessionInsert(started.session, device ? 'device' : null, unchanged),
        password:
          renewed !== null && passwordHash !== null
            ? passwordRehash(context, userId, passwordHash, renewed, unchanged)
            : undefined,
        audited: auditInsert(audit, unchanged),
        ...ending?.parts,
      },
      ending
        ? sql`select ${unchanged} as started, ${sessionList('s')} from (select 1) one left join ended s on true`
        : sql`select ${unchanged} as started`,
    ),
  );
  if (!row?.started) return null;
  announceAudit(context, audit);
  await Promise.all([publishSession(context, started), ending?.publish(readSession('s', row)), giveBack()]);
  context.metrics.count('SignInSucceeded', { method: 'password' });
  return { ...started, device };
}
