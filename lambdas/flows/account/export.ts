/** Everything that is kept about the signed-in user, as they may take it along (GDPR 15 and 20). */
import { type SQL, sql } from 'drizzle-orm';
import type * as z from 'zod/mini';
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import { auditOfUser, type StoredAudit } from '../../domain/audit/audits.ts';
import { mailRow, nudge, outboxInsert } from '../../domain/outbox/outbox.ts';
import { together } from '../../domain/statement.ts';
import { viewOf } from '../../domain/user/user.ts';
import { findUser } from '../../domain/user/users.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { activityView } from './activity.ts';
import type { account } from './contract.ts';

/** A database answers less than 1 MiB at once: so many rows, of which each bears a user agent of 512 characters. */
const rowsAtOnce = 250;
const mostActivity = 4_000;
/** A function answers less than 6 MB, its body as a text of JSON. Strangers choose what their user agent is called. */
const mostActivityBytes = 4_000_000;
const mostOfAKind = 200;

/** Times and facts, never a secret or what could be guessed from one. */
const kinds = {
  sessions: sql`
    select id, actor_id is not null as by_administrator, case when actor_id is null then user_agent end as user_agent,
      case when actor_id is null then ip_address end as ip,
      device_name, amr, created_at, last_used_at, ended_at, end_reason
    from sessions`,
  known_devices: sql`select id, user_agent, created_at, last_used_at from known_devices`,
  password: sql`select created_at, updated_at from credentials`,
  second_factors: sql`select kind, created_at, confirmed_at, last_used_at from factors`,
  recovery_codes: sql`select created_at, spent_at from recovery_codes`,
  passkeys: sql`select id, name, rp_id, backed_up, created_at, last_used_at from passkeys`,
  linked_accounts: sql`select id, provider, issuer, subject, email, created_at, last_used_at from identities`,
} as const satisfies Record<string, SQL>;

export type Export = z.input<typeof account.routes.exportMe.success.data>;

/** Of what there is much of, the newest part. */
export async function exportMe(context: Context, principal: Principal): Promise<Export> {
  const { userId } = principal;
  const me = await findUser(context.database, userId);
  if (!me) throw new AuthError('TOKEN_INVALID');
  const kept: Record<string, unknown> = {};
  for (const [kind, select] of Object.entries(kinds)) {
    const rows = await context.database.rows(sql`
      select to_json(k)::text as one from (
        ${select} where user_id = ${userId}::uuid order by created_at desc limit ${mostOfAKind}::int) k`);
    kept[kind] = rows.map(({ one }) => JSON.parse(String(one)) as unknown);
  }
  const activity = await allActivity(context, userId);
  await told(context, principal, { to: me.row.email, locale: me.row.locale });
  return {
    exported_at: context.clock.now().toISOString(),
    profile: viewOf(me),
    ...kept,
    activity: activity.rows.map(activityView),
    activity_complete: activity.isComplete,
  };
}

async function allActivity(context: Context, userId: string): Promise<{ rows: StoredAudit[]; isComplete: boolean }> {
  const rows: StoredAudit[] = [];
  for (let bytes = 0; rows.length < mostActivity; ) {
    const last = rows.at(-1);
    const after = last ? [last.createdAt.toISOString(), last.id] : null;
    const page = await auditOfUser(context.database, userId, { after, limit: rowsAtOnce });
    bytes += Buffer.byteLength(JSON.stringify(JSON.stringify(page.map(activityView))));
    if (bytes > mostActivityBytes) break;
    rows.push(...page);
    if (page.length < rowsAtOnce) return { rows, isComplete: true };
  }
  return { rows, isComplete: false };
}

/** Whoever copied a session must not read all of it unseen. */
async function told(
  context: Context,
  { userId, sessionId }: Principal,
  { to, locale }: { to: string; locale: string | null },
): Promise<void> {
  const audit = auditRow(context, {
    action: 'user.exported',
    resource: `user:${userId}`,
    userId,
    actorId: userId,
    outcome: 'success',
    sessionId,
  });
  const { ip, userAgent } = context.request;
  const when = context.clock.now().toISOString();
  const mail = await mailRow(context, userId, { template: 'data_exported', to, locale, when, ip, userAgent });
  await context.database.rows(
    together({ audited: auditInsert(audit), mailed: outboxInsert(mail) }, sql`select 1 as done`),
  );
  announceAudit(context, audit);
  context.metrics.count('UserExported');
  await nudge(context, [mail]);
}
