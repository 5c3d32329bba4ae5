import { sql } from 'drizzle-orm';
import type { Platform } from '../../kernel/context.ts';
import { at, insertInto } from '../statement.ts';
import { parseEmail } from '../user/email.ts';
import { mailSuppressions, type suppressionReasons } from './mail-suppression.table.ts';

export type SuppressionReason = (typeof suppressionReasons)[number];

/**
 * In seconds. A mailbox that is missing today may be there tomorrow; whoever complained is left alone for longer. SES
 * keeps a list of its own: this one spares the sender's reputation the tries.
 */
const lifetimes: Record<SuppressionReason, number> = { bounce: 86_400, complaint: 30 * 86_400 };

/** Sends nothing to the address for a while; the longer of two reasons stays. What is no address is ignored. */
export async function suppressMail(platform: Platform, address: string, reason: SuppressionReason): Promise<void> {
  const email = parseEmail(address);
  if (!email) return;
  const now = platform.clock.now();
  const suppressedUntil = new Date(now.getTime() + lifetimes[reason] * 1000);
  await platform.database.rows(sql`
    ${insertInto(mailSuppressions, { emailKey: email.key, reason, createdAt: now, suppressedUntil })}
    on conflict (email_key) do update
    set reason = excluded.reason, created_at = excluded.created_at, suppressed_until = excluded.suppressed_until
    where mail_suppressions.suppressed_until < excluded.suppressed_until`);
}

/** Whether mail to this address is held back now. */
export async function isSuppressed(platform: Platform, address: string): Promise<boolean> {
  const email = parseEmail(address);
  if (!email) return false;
  const rows = await platform.database.rows(sql`
    select 1 as found from mail_suppressions
    where email_key = ${email.key}::text and suppressed_until > ${at(platform.clock.now())}`);
  return rows.length > 0;
}
