import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';
import { grantsOf, readGrants } from '../role/grants.ts';
import { pick, selectList } from '../statement.ts';
import { users } from './user.table.ts';
import type { User } from './user.ts';

/** The select list of a user under the alias `u`, read back by `readUser`. */
export const userAndGrants = sql`${selectList(users, 'u')}, ${grantsOf('u')}`;

/** The account that holds the address now; a deleted one has set it free. */
export async function findUserByEmailKey(database: Database, emailKey: string): Promise<User | null> {
  return first(database, sql`u.email_key = ${emailKey}::text and u.deleted_at is null`);
}

/** The user of that id, unless it was deleted. */
export async function findUser(database: Database, id: string): Promise<User | null> {
  return first(database, sql`u.id = ${id}::uuid and u.deleted_at is null`);
}

/**
 * A CTE that has a row while the user is as it was read: it waits for a change that is under way, so that nothing is
 * started for somebody who was disabled, or whose password was changed, while a hash ran.
 */
export function userUnchanged({ row }: User): SQL {
  return sql`
    select id from users
    where id = ${row.id}::uuid and version = ${row.version}::int and is_active and deleted_at is null for share`;
}

/**
 * A CTE that takes the user's row, so that whatever changes several rows of one user does so in turns: two such changes
 * would else each hold one row and wait for the other's. Its version is the one that the row has once it is held.
 */
export function lockUser(id: string): SQL {
  return sql`select id, version from users where id = ${id}::uuid for no key update`;
}

/**
 * The same for a change by a session of the user, and only while that session is live: both rows are looked at anew once
 * they are held.
 */
export function lockUserBySession(id: string, sessionId: string): SQL {
  return sql`
    select u.id, u.version from users u join sessions s on s.user_id = u.id
    where u.id = ${id}::uuid and s.id = ${sessionId}::uuid and s.ended_at is null for no key update`;
}

/** Reads back a statement whose final select is `selectUserFrom` of the CTE that changed the user. */
export function selectUserFrom(name: string): SQL {
  return sql`select ${userAndGrants} from ${sql.identifier(name)} u`;
}

/** A row of `userAndGrants`; null where there is none. */
export function readUser(row: Record<string, unknown> | undefined): User | null {
  const user = row ? pick(users, 'u', row) : null;
  return row && user ? { row: user, grants: readGrants(row) } : null;
}

async function first(database: Database, where: SQL): Promise<User | null> {
  const [row] = await database.rows(sql`select ${userAndGrants} from users u where ${where}`);
  return readUser(row);
}
