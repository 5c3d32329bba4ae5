/**
 * Pages of users at any size of the table: one index decides the order, and what it does not know is looked at for a
 * bounded number of rows. A page may so be short, or empty, and not be the last one.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';
import type { Position } from '../page.ts';
import { type ManagedUser, managedUserList, readManagedUser } from './managed-users.ts';
import { restOf, type UserFilter, type UserSort, type Walk, walkOf } from './user-walk.ts';

export interface UserListing {
  filter: UserFilter;
  sort: UserSort;
  descending: boolean;
}

export interface UserPage {
  users: ManagedUser[];
  /** Where the next page begins, or null after the last one. */
  next: Position | null;
}

/** So many rows of the index are looked at for a page. */
const mostExamined = 1_000;

/** The page from after the position on. */
export async function pageOfUsers(
  database: Database,
  { filter, sort, descending }: UserListing,
  { after, limit }: { after: Position | null; limit: number },
): Promise<UserPage> {
  const walk = walkOf(filter, sort);
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const examined = examinedBy(walk, descending, after);
  const ordered = (alias: 'e' | 'c') => {
    const byValue = walk.value ? sql`${sql.raw(alias)}.value ${direction}, ` : sql``;
    return sql`order by ${byValue}${sql.raw(alias)}.user_id ${direction}`;
  };
  // Chosen first and described then: what belongs to a user is looked up for those alone who are answered.
  const rows = await database.rows<{ at_value: string | null }>(sql`
    select ${managedUserList}, c.value::text as at_value
    from (
      select e.value, e.user_id from (${examined} limit ${mostExamined}::int) e join users u on u.id = e.user_id
      where ${restOf(filter)} ${ordered('e')} limit ${limit + 1}::int) c
    join users u on u.id = c.user_id ${ordered('c')}`);
  const users = rows.slice(0, limit).flatMap((row) => readManagedUser(row) ?? []);
  const last = users.at(-1);
  if (rows.length > limit && last) return { users, next: [rows[limit - 1]?.at_value ?? null, last.row.id] };
  const [end] = await database.rows<{ value: string | null; user_id: string }>(sql`
    select e.value::text as value, e.user_id from (${examined} limit 1 offset ${mostExamined - 1}::int) e`);
  return { users, next: end ? [end.value, end.user_id] : null };
}

function examinedBy(
  { from, where, value, valueType, userId, also }: Walk,
  descending: boolean,
  after: Position | null,
): SQL {
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const beyond = sql.raw(descending ? '<' : '>');
  const start = value
    ? sql`(${value}, ${userId}) ${beyond} (${after?.[0] ?? null}::${sql.raw(valueType)}, ${after?.[1] ?? null}::uuid)`
    : sql`${userId} ${beyond} ${after?.[1] ?? null}::uuid`;
  return sql`
    select ${value ?? sql`null::text`} as value, ${userId} as user_id ${sql.raw(also.map((name) => `, w.${name}`).join(''))} from ${from}
    where ${where}${after ? sql` and ${start}` : sql``}
    order by ${value ? sql`${value} ${direction}, ` : sql``}${userId} ${direction}`;
}
