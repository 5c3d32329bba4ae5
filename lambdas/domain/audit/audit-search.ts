/** The audit log as it is looked through: one index drives a page, and a page costs the same at any size of the log. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';
import type { Position } from '../page.ts';
import { at, pick, selectList } from '../statement.ts';
import { auditLogs } from './audit.table.ts';
import type { StoredAudit } from './audits.ts';

export interface AuditFilter {
  userId?: string | undefined;
  /** `session.started`, or every action that begins like `session.*`. */
  action?: string | undefined;
  resource?: string | undefined;
  ip?: string | undefined;
  outcome?: 'success' | 'refused' | undefined;
  /** From this time on. */
  from?: Date | undefined;
  /** Before this time. */
  to?: Date | undefined;
}

export interface AuditSearch {
  filter: AuditFilter;
  newestFirst: boolean;
  after: Position | null;
  limit: number;
}

/** A row, and the addresses of who was meant and who did it while they have an account. */
export interface FoundAudit {
  row: StoredAudit;
  userEmail: string | null;
  actorEmail: string | null;
}

export interface FoundAudits {
  rows: FoundAudit[];
  /** Where the next page begins, also after a page that is short because enough rows were examined; null at the end. */
  next: Position | null;
}

/** How many rows of the driving index a page looks at where further filters are to be met. */
const mostExamined = 500;
/** The same where every action of a family is looked at. */
const mostOfFamily = 200;

/** The next rows that fit. */
export async function searchAudit(database: Database, search: AuditSearch): Promise<FoundAudits> {
  const { limit } = search;
  const plan = planOf(search.filter);
  const examines = plan.rest.length === 0 ? limit + 1 : Math.max(limit + 1, plan.most);
  const read = await database.rows(statement(search, plan, examines));
  const found = read.flatMap((one) => {
    const row = pick(auditLogs, 'a', one);
    return row ? [{ row, userEmail: textOf(one.user_email), actorEmail: textOf(one.actor_email) }] : [];
  });
  const rows = found.slice(0, limit);
  const last = rows.at(-1)?.row;
  if (found.length > limit && last) return { rows, next: [last.createdAt.toISOString(), last.id] };
  const [end] = read;
  const hasMore = Number(end?.examined) === examines;
  return { rows, next: hasMore ? [String(end?.last_at), String(end?.last_id)] : null };
}

interface Plan {
  /** What the index is asked; `family` is the prefix of a family of actions. */
  driver: SQL | null;
  family: string | null;
  rest: SQL[];
  most: number;
}

/** The narrowest index that a filter has; whatever else is asked is looked at row by row. */
function planOf({ userId, action, resource, ip, outcome }: AuditFilter): Plan {
  const family = action?.endsWith('*') ? action.slice(0, -1) : null;
  const conditions = [
    userId === undefined ? null : sql`a.user_id = ${userId}::uuid`,
    resource === undefined ? null : sql`a.resource = ${resource}::text`,
    ip === undefined ? null : sql`a.ip_address = ${ip}::text`,
    action === undefined || family !== null ? null : sql`a.action = ${action}::text`,
  ].filter((condition) => condition !== null);
  const [driver = null, ...others] = conditions;
  const rest = [...others, ...(outcome === undefined ? [] : [sql`a.outcome = ${outcome}::text`])];
  if (family === null) return { driver, family, rest, most: mostExamined };
  if (driver === null) return { driver, family, rest, most: mostOfFamily };
  return { driver, family: null, rest: [...rest, sql`starts_with(a.action, ${family}::text)`], most: mostExamined };
}

function statement({ filter, newestFirst, after, limit }: AuditSearch, { driver, family, rest }: Plan, most: number) {
  const direction = sql.raw(newestFirst ? 'desc' : 'asc');
  const backward = sql.raw(newestFirst ? 'asc' : 'desc');
  const order = sql`order by a.created_at ${direction}, a.id ${direction}`;
  const range = all([driver, ...rangeOf(filter), ...afterOf(after, newestFirst)]);
  const examined =
    family === null
      ? sql`select a.* from audit_logs a where ${range} ${order} limit ${most}::int`
      : sql`select a.* from actions cross join lateral (
          select a.* from audit_logs a where a.action = actions.action and ${range} ${order} limit ${most}::int) a
        where starts_with(actions.action, ${family}::text) ${order} limit ${most}::int`;
  return sql`
    with recursive ${family === null ? sql`` : sql`actions as (${everyAction}),`}
    examined as materialized (${examined}),
    found as (select a.* from examined a where ${all(rest)} ${order} limit ${limit + 1}::int),
    last as (
      select a.created_at::text as last_at, a.id as last_id from examined a
      order by a.created_at ${backward}, a.id ${backward} limit 1)
    select ${selectList(auditLogs, 'a')}, u.email as user_email,
      case when a.actor_id = a.user_id then u.email else w.email end as actor_email,
      last.last_at, last.last_id, (select count(*)::int from examined) as examined
    from (select 1) one left join last on true left join found a on true
      left join users u on u.id = a.user_id
      left join users w on w.id = a.actor_id and a.actor_id is distinct from a.user_id
    ${order}`;
}

/** Each action that occurs, by steps along its index: they are few, however many rows there are. */
const everyAction = sql`
  (select action from audit_logs order by action limit 1)
  union all
  select (select a.action from audit_logs a where a.action > actions.action order by a.action limit 1)
  from actions where actions.action is not null`;

function rangeOf({ from, to }: AuditFilter): (SQL | null)[] {
  return [from ? sql`a.created_at >= ${at(from)}` : null, to ? sql`a.created_at < ${at(to)}` : null];
}

/** The first condition is what the index knows; ids of one moment are told apart by the second. */
function afterOf(after: Position | null, newestFirst: boolean): SQL[] {
  if (after === null) return [];
  const place = sql`(${after[0]}::timestamptz, ${after[1]}::uuid)`;
  return newestFirst
    ? [sql`a.created_at <= ${after[0]}::timestamptz`, sql`(a.created_at, a.id) < ${place}`]
    : [sql`a.created_at >= ${after[0]}::timestamptz`, sql`(a.created_at, a.id) > ${place}`];
}

function all(conditions: readonly (SQL | null)[]): SQL {
  const given = conditions.filter((condition) => condition !== null);
  return given.length === 0 ? sql`true` : sql.join(given, sql` and `);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
