import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { newId } from '../../kernel/id.ts';
import { insertInto } from '../statement.ts';
import { credentials } from './credential.table.ts';

/** Sets or replaces the user's one password, as a part of a statement. */
export function passwordUpsert(context: Context, userId: string, hash: string, when?: SQL): SQL {
  const now = context.clock.now();
  const row = {
    id: newId(context.clock),
    userId,
    kind: 'password' as const,
    secret: hash,
    createdAt: now,
    updatedAt: now,
  };
  return sql`
    ${insertInto(credentials, row, when ?? sql`true`)}
    on conflict (user_id) where kind = 'password'
    do update set secret = excluded.secret, updated_at = excluded.updated_at`;
}

/**
 * Replaces a hash by another one of the same password, unless the password was changed in the meantime. `updated_at` stays:
 * it says when the password was chosen.
 */
export function passwordRehash(userId: string, from: string, to: string, when: SQL): SQL {
  return sql`
    update credentials set secret = ${to}::text
    where user_id = ${userId}::uuid and kind = 'password' and secret = ${from}::text and ${when}`;
}
