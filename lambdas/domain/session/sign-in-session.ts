import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { type SeenDevice, seeDevice } from '../device/devices.ts';
import { mailRow, nudge, type OutboxRow, outboxInsert } from '../outbox/outbox.ts';
import { together, touched } from '../statement.ts';
import { userUnchanged } from '../user/users.ts';
import { planEnding } from './ending.ts';
import { planSession, publishSession, type Started } from './session.ts';
import { readSession, sessionInsert, sessionList } from './sessions.ts';
import type { FirstFactor, SignInClient, SignInWrites } from './sign-in.ts';
import type { SignInAccount } from './sign-in-account.ts';

export interface LoggedIn extends Started {
  device: SeenDevice | null;
  recommendsPasswordChange: boolean;
  returnTo: string | null;
}

/**
 * A session for whoever has proven all that the account asks for: it, its device, the end of the session that this
 * browser held before (ASVS 7.2.4), the notice of a new device and the audit rows in one statement; then the copies.
 * Null, with nothing written, where the account is no longer what was read or the proof was spent by another.
 */
export async function startSession(
  context: Context,
  account: SignInAccount,
  proof: FirstFactor,
  client: SignInClient,
  { spend, also, alongside }: SignInWrites = {},
): Promise<LoggedIn | null> {
  const { user, heldSession } = account;
  const { delivery, deviceName } = client;
  const userId = user.row.id;
  const ready = spend ? touched('spent') : touched('account');
  const started = await planSession(context, user, { delivery, deviceName, amr: proof.amr, stepsUp: proof.stepsUp });
  const device = delivery === 'cookie' ? seeDevice(context, userId, client.deviceCookie, ready) : null;
  const held = delivery === 'cookie' ? heldSession : null;
  const ending = held
    ? await planEnding(context, { session: held, reason: 'signed_in_again', actorId: held.userId }, ready)
    : null;
  const audit = auditRow(context, {
    action: 'session.started',
    resource: `session:${started.session.id}`,
    userId,
    actorId: userId,
    outcome: 'success',
    sessionId: started.session.id,
    details: { method: proof.method, amr: proof.amr, delivery },
  });
  const notice = account.deviceId === null ? await newDeviceNotice(context, account) : null;
  const [row] = await context.database.rows<{ started: boolean; noticed: boolean }>(
    together(
      {
        account: userUnchanged(user),
        spent: spend,
        ...also,
        device: device?.write,
        session: sessionInsert(started.session, device ? 'device' : null, ready),
        noticed: notice ? outboxInsert(notice, sql`${ready} and ${isStrange(context, userId, delivery)}`) : undefined,
        audited: auditInsert(audit, ready),
        ...ending?.parts,
      },
      sql`select ${ready} as started, ${notice ? touched('noticed') : sql`false`} as noticed
        ${ending ? sql`, ${sessionList('s')} from (select 1) one left join ended s on true` : sql``}`,
    ),
  );
  if (!row?.started) return null;
  announceAudit(context, audit);
  await Promise.all([
    publishSession(context, started),
    ending?.publish(readSession('s', row)),
    alongside?.(),
    notice && row.noticed ? nudge(context, [notice]) : undefined,
  ]);
  context.metrics.count('SignInSucceeded', { method: proof.method });
  return {
    ...started,
    device,
    recommendsPasswordChange: proof.recommendsPasswordChange === true,
    returnTo: client.returnTo ?? null,
  };
}

function newDeviceNotice(context: Context, { user }: SignInAccount): Promise<OutboxRow> {
  return mailRow(context, user.row.id, {
    template: 'new_device',
    to: user.row.email,
    locale: user.row.locale,
    when: context.clock.now().toISOString(),
    ip: context.request.ip,
    userAgent: context.request.userAgent,
  });
}

/**
 * Whether the device is worth a notice (ASVS 6.3.5): not the account's first sign-in. What keeps no cookie is known by
 * its user agent.
 */
function isStrange(context: Context, userId: string, delivery: SignInClient['delivery']): SQL {
  const before = sql`exists (select 1 from sessions where user_id = ${userId}::uuid and actor_id is null)`;
  if (delivery === 'cookie') return before;
  return sql`${before} and not exists (
    select 1 from sessions where user_id = ${userId}::uuid and actor_id is null and user_agent = ${context.request.userAgent}::text)`;
}
