/** Rows of passkeys: found by the id that an authenticator gave, or as their owner's. A retired one is none. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../ports/database.ts';
import { at, insertInto, pick, selectList } from '../statement.ts';
import { type PasskeyRow, passkeys } from './passkey.table.ts';

/** The select list under the alias `p`, read back by `readPasskey`. */
export const passkeyColumns = selectList(passkeys, 'p');

/** Null where the row has none. */
export function readPasskey(row: Record<string, unknown> | undefined): PasskeyRow | null {
  return row ? pick(passkeys, 'p', row) : null;
}

/** The passkeys of a user, oldest first. */
export async function passkeysOf(database: Database, userId: string): Promise<PasskeyRow[]> {
  const rows = await database.rows(sql`
    select ${passkeyColumns} from passkeys p where p.user_id = ${userId}::uuid and p.retired_at is null order by p.id`);
  return rows.flatMap((row) => readPasskey(row) ?? []);
}

/** Whoever's it is. */
export async function findPasskey(database: Database, credentialId: string): Promise<PasskeyRow | null> {
  const [row] = await database.rows(sql`
    select ${passkeyColumns} from passkeys p
    where p.credential_id = ${credentialId}::text and p.retired_at is null`);
  return readPasskey(row);
}

/** What an assertion tells beyond that its signature is right. */
export interface Use {
  signCount: number;
  backedUp: boolean;
}

/**
 * Records a use, as a part of a statement, and touches a row only while the signature counter is what it was compared
 * with: of two assertions under way with one counter, one counts.
 */
export function passkeyUse({ id, signCount }: PasskeyRow, use: Use, now: Date, when: SQL = sql`true`): SQL {
  return sql`
    update passkeys set sign_count = ${use.signCount}::float8, backed_up = ${use.backedUp}::boolean,
      last_used_at = ${at(now)}
    where id = ${id}::uuid and sign_count = ${signCount}::float8 and retired_at is null and ${when} returning id`;
}

/** As a part of a statement; throws on the unique index where the id is somebody's already. */
export function passkeyInsert(row: PasskeyRow, when: SQL): SQL {
  return sql`${insertInto(passkeys, row, when)} returning *`;
}

/** The user's own passkey of that id, under its new name. */
export function passkeyRename(userId: string, id: string, name: string): SQL {
  return sql`
    update passkeys set name = ${name}::text
    where id = ${id}::uuid and user_id = ${userId}::uuid and retired_at is null returning *`;
}

/** As a part of a statement. */
export function passkeyDelete(id: string, when: SQL): SQL {
  return sql`delete from passkeys where id = ${id}::uuid and ${when}`;
}
