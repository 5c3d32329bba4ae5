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

/** So many rows of the index are looked at for a page at least; for one of more users, as many as that needs. */
const leastExamined = 400;

/** The page from after the position on. */
export async function pageOfUsers(
  database: Database,
  { filter, sort, descending }: UserListing,
  { after, limit }: { after: Position | null; limit: number },
): Promise<UserPage> {
  const walk = walkOf(filter, sort);
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const ordered = (alias: 'x' | 'e' | 'c') => {
    const byValue = walk.value ? sql`${sql.raw(alias)}.value ${direction}, ` : sql``;
    return sql`order by ${byValue}${sql.raw(alias)}.user_id ${direction}`;
  };
  const examines = Math.max(limit + 1, leastExamined);
  // Chosen first and described then: what belongs to a user is looked up for those alone who are answered. The last row
  // that may be looked at is among the chosen, whether or not it fits: the next page begins there.
  const rows = await database.rows<{ at_value: string | null; fits: boolean; place: number }>(sql`
    select ${managedUserList}, c.value::text as at_value, c.fits, c.place
    from (
      select e.* from (
        select x.*, (row_number() over (${ordered('x')}))::int as place
        from (${examinedBy(walk, restOf(filter, walk), { descending, after })} limit ${examines}::int) x) e
      where e.fits or e.place = ${examines}::int ${ordered('e')} limit ${limit + 1}::int) c
    join users u on u.id = c.user_id ${ordered('c')}`);
  const found = rows.flatMap((row) => {
    const user = readManagedUser(row);
    return user ? [{ user, row, position: [row.at_value, user.row.id] satisfies Position }] : [];
  });
  const fitting = found.filter(({ row }) => row.fits);
  const end = fitting.length > limit ? fitting[limit - 1] : found.find(({ row }) => row.place === examines);
  return { users: fitting.slice(0, limit).map(({ user }) => user), next: end?.position ?? null };
}

function examinedBy(
  { from, where, value, valueType, userId }: Walk,
  fits: SQL,
  { descending, after }: { descending: boolean; after: Position | null },
): SQL {
  const direction = sql.raw(descending ? 'desc' : 'asc');
  const beyond = sql.raw(descending ? '<' : '>');
  const start = value
    ? sql`(${value}, ${userId}) ${beyond} (${after?.[0] ?? null}::${sql.raw(valueType)}, ${after?.[1] ?? null}::uuid)`
    : sql`${userId} ${beyond} ${after?.[1] ?? null}::uuid`;
  return sql`
    select ${value ?? sql`null::text`} as value, ${userId} as user_id, ${fits} as fits from ${from}
    where ${where}${after ? sql` and ${start}` : sql``}
    order by ${value ? sql`${value} ${direction}, ` : sql``}${userId} ${direction}`;
}
