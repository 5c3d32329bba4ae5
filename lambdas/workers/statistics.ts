/** Keeps the counts of the overview: what is new in the audit log is added, users and mails are counted anew. */
import { type SQL, sql } from 'drizzle-orm';
import { at } from '../domain/statement.ts';
import { countWhole, dayMs, dayOf } from '../domain/statistics/statistics.ts';
import type { Platform } from '../kernel/context.ts';
import { firstIdOf } from '../kernel/id.ts';
import type { Alongside } from './alongside.ts';

export interface Statistics extends Alongside {
  /** Answers how many rows of the audit log were counted. Two at once count each row once. */
  run(seconds: number): Promise<number>;
}

/** Sealed rows that one statement adds. */
const batch = 2000;
/** What became of a mail is known days later: a bounce is told when the last try has failed. */
const mailDays = 5;
/** As long as somebody may be asked for who was there, by month. */
const activeDaysKept = 40;

export function createStatistics(platform: Platform): Statistics {
  const { database, clock } = platform;
  return {
    name: 'statistics',
    everySeconds: 900,
    async run(seconds) {
      const stopAt = clock.now().getTime() + seconds * 1000;
      let counted = 0;
      for (;;) {
        const added = await addSealed(platform);
        counted += added;
        if (added < batch || clock.now().getTime() >= stopAt) break;
      }
      await countUsers(platform);
      await countActive(platform);
      await countMails(platform);
      await database.rows(
        sql`update statistics_position set counted_at = ${at(clock.now())} where id = 1 returning id`,
      );
      return counted;
    },
  };
}

/**
 * Adds the next sealed rows, by their numbers, so that none is counted twice or left out. The position is the fence: of
 * two workers at one place the second one adds nothing. Answers how many numbers it passed.
 */
async function addSealed({ database }: Platform): Promise<number> {
  const [position] = await database.rows<{ seq: number }>(sql`
    with made as (insert into statistics_position (id, seq) values (1, 0) on conflict (id) do nothing returning seq)
    select seq from made union all select seq from statistics_position where id = 1`);
  const from = position?.seq ?? 0;
  const [passed] = await database.rows<{ count: number }>(sql`
    with batch as (
      select s.seq, a.created_at, a.action,
        a.outcome || case when a.details ? 'method' then ':' || (a.details ->> 'method') else '' end as key
      from audit_seals s left join audit_logs a on a.created_at = s.audit_created_at and a.id = s.audit_id
      where s.seq > ${from}::int and s.seq <= ${from + batch}::int),
    moved as (
      update statistics_position set seq = (select max(seq) from batch)
      where id = 1 and seq = ${from}::int and exists (select 1 from batch) returning seq),
    added as (
      insert into daily_counts (day, name, key, count)
      select ${dayText('created_at')}, action, key, count(*)::int from batch
      where action is not null and exists (select 1 from moved) group by 1, 2, 3
      on conflict (day, name, key) do update set count = daily_counts.count + excluded.count)
    select (select count(*)::int from batch) as count from moved`);
  return passed?.count ?? 0;
}

/** Users by what they are, as the day's numbers: yesterday's stay as they were last. */
async function countUsers({ database, clock }: Platform): Promise<void> {
  const today = sql`${dayOf(clock.now())}::text`;
  await database.rows(
    countWhole(sql`
      select ${today}, 'users', key, count::int from (
        select count(*) filter (where deleted_at is null) as total,
          count(*) filter (where deleted_at is null and is_active and email_verified_at is not null) as active,
          count(*) filter (where deleted_at is null and not is_active) as disabled,
          count(*) filter (where deleted_at is null and email_verified_at is null) as unverified,
          count(*) filter (where deleted_at is not null) as deleted,
          count(*) filter (where deleted_at is null and exists (
            select 1 from factors f where f.user_id = u.id and f.confirmed_at is not null)) as two_step,
          count(*) filter (where deleted_at is null and exists (
            select 1 from passkeys p where p.user_id = u.id and p.retired_at is null)) as passkey
        from users u) counted
      cross join lateral (values ('total', total), ('active', active), ('disabled', disabled),
        ('unverified', unverified), ('deleted', deleted), ('two_step', two_step), ('passkey', passkey)) named(key, count)`),
  );
}

/** Who was there today and yesterday, by the sessions that were used, and how many in a day, a week and a month. */
async function countActive({ database, clock }: Platform): Promise<void> {
  const now = clock.now();
  const ago = (days: number) => new Date(now.getTime() - days * dayMs);
  await database.rows(sql`
    insert into active_days (day, user_id)
    select distinct ${dayText('last_used_at')}, user_id from sessions
    where last_used_at >= ${dayOf(ago(1))}::timestamptz and actor_id is null
    on conflict do nothing`);
  await database.rows(sql`delete from active_days where day < ${dayOf(ago(activeDaysKept))}::text`);
  const within = (days: number) => sql`count(distinct user_id) filter (where day > ${dayOf(ago(days))}::text)`;
  await database.rows(
    countWhole(sql`
      select ${dayOf(now)}::text, 'active', key, count::int from (
        select ${within(1)} as day, ${within(7)} as week, ${within(30)} as month from active_days) counted
      cross join lateral (values ('day', day), ('week', week), ('month', month)) named(key, count)`),
  );
}

/** The mails of the last days, by what became of them so far. */
async function countMails({ database, clock }: Platform): Promise<void> {
  const first = new Date(Date.parse(dayOf(new Date(clock.now().getTime() - mailDays * dayMs))));
  await database.rows(sql`
    with counted as (
      select ${dayText('created_at')} as day, coalesce(outcome, 'waiting') as key, count(*)::int as count from outbox
      where kind = 'mail' and id >= ${firstIdOf(first)}::uuid group by 1, 2),
    gone as (
      delete from daily_counts where name = 'mail' and day >= ${dayOf(first)}::text
        and (day, key) not in (select day, key from counted))
    ${countWhole(sql`select day, 'mail', key, count from counted`)}`);
}

function dayText(column: string): SQL {
  return sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD')`);
}
