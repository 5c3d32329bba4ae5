/** Users as administrators see them: the deleted ones, and what ways in they have, too. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';
import { pick, selectList, wordsOf } from '../statement.ts';
import { type UserRow, users } from './user.table.ts';
import { readWaysIn, type WaysIn, waysInOf } from './ways-in.ts';

export interface ManagedUser {
  row: UserRow;
  /** Names, in order. */
  roles: readonly string[];
  ways: WaysIn;
  /** Names of the linked providers, in order. */
  identities: readonly string[];
  lastSeenAt: Date | null;
}

/** The select list of a user under the alias `u`, read back by `readManagedUser`. */
export const managedUserList = sql`
  ${selectList(users, 'u')}, ${waysInOf('u')},
  (select string_agg(r.name, ' ' order by r.name) from user_roles ur join roles r on r.id = ur.role_id
    where ur.user_id = u.id) as role_names,
  (select string_agg(distinct i.provider, ' ' order by i.provider) from identities i
    where i.user_id = u.id and i.retired_at is null) as identity_names,
  (select max(s.last_used_at) from sessions s where s.user_id = u.id and s.actor_id is null) as last_seen_at`;

/** A row of `managedUserList`; null where there is none. */
export function readManagedUser(row: Record<string, unknown> | undefined): ManagedUser | null {
  const user = row ? pick(users, 'u', row) : null;
  if (!row || !user) return null;
  return {
    row: user,
    roles: wordsOf(row.role_names),
    ways: readWaysIn(row),
    identities: wordsOf(row.identity_names),
    lastSeenAt: row.last_seen_at === null ? null : new Date(String(row.last_seen_at)),
  };
}

/** The user of that id, deleted or not. */
export async function findManagedUser(database: Database, id: string): Promise<ManagedUser | null> {
  const [row] = await database.rows(sql`select ${managedUserList} from users u where u.id = ${id}::uuid`);
  return readManagedUser(row);
}
