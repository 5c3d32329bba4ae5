/** Mails as deliveries: which, to whom, when, and what became of them. What they said is erased once they are sent. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';
import { pick, selectList } from '../statement.ts';
import { outbox } from './outbox.table.ts';
import type { OutboxRow } from './outbox.ts';

export type MailOutcome = NonNullable<OutboxRow['outcome']>;

export interface Delivery {
  row: OutboxRow;
  /** Whom the mail concerned, as they are called now; null where they are gone, or never had an account. */
  user: { id: string; email: string; name: string } | null;
}

export interface DeliveryFilter {
  userId?: string | undefined;
  outcome?: MailOutcome | 'waiting' | undefined;
}

/** Deliveries that the filter chooses, the newest first, from after the id on. */
export async function mailDeliveries(
  database: Database,
  filter: DeliveryFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<Delivery[]> {
  const chosen: SQL[] = [sql`o.kind = 'mail'`];
  if (filter.userId !== undefined) chosen.push(sql`o.subject_id = ${filter.userId}::uuid`);
  if (filter.outcome === 'waiting') chosen.push(sql`o.outcome is null and o.done_at is null`);
  else if (filter.outcome !== undefined) chosen.push(sql`o.outcome = ${filter.outcome}::text`);
  if (after !== null) chosen.push(sql`o.id < ${after}::uuid`);
  const rows = await database.rows(sql`
    select ${selectList(outbox, 'o')}, u.id as whose, u.email, u.name
    from (select * from outbox o where ${sql.join(chosen, sql` and `)} order by o.id desc limit ${limit}::int) o
    left join users u on u.id = o.subject_id order by o.id desc`);
  return rows.flatMap((row) => {
    const delivery = pick(outbox, 'o', row);
    const user = row.whose ? { id: String(row.whose), email: String(row.email), name: String(row.name) } : null;
    return delivery ? [{ row: delivery, user }] : [];
  });
}

/** What the mail service told of a mail that it had taken. A complaint is not undone by the bounce of a later try. */
export async function markMail(database: Database, id: string, outcome: MailOutcome): Promise<void> {
  await database.rows(sql`
    update outbox set outcome = ${outcome}::text
    where id = ${id}::uuid and kind = 'mail' and outcome is distinct from 'complained' returning id`);
}
