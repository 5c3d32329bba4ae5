/** What of the second step a user has. */
import { sql } from 'drizzle-orm';
import { factors } from '../../domain/factor/factor.table.ts';
import { pick, selectList } from '../../domain/statement.ts';
import { readWaysIn, type WaysIn, waysInOf } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';

export interface EnrolledFactor {
  createdAt: Date;
  lastUsedAt: Date | null;
}

export interface Overview {
  ways: WaysIn;
  totp: EnrolledFactor | null;
  hotp: EnrolledFactor | null;
}

/** @throws AuthError 401 `TOKEN_INVALID` where the account has just gone. */
export async function getMfa(context: Context, { userId }: Principal): Promise<Overview> {
  const [row] = await context.database.rows(sql`
    select ${waysInOf('u')}, ${selectList(factors, 't')}, ${selectList(factors, 'h')} from users u
      left join factors t on t.user_id = u.id and t.kind = 'totp' and t.confirmed_at is not null
      left join factors h on h.user_id = u.id and h.kind = 'hotp' and h.confirmed_at is not null
    where u.id = ${userId}::uuid and u.deleted_at is null`);
  if (!row) throw new AuthError('TOKEN_INVALID');
  return { ways: readWaysIn(row), totp: pick(factors, 't', row), hotp: pick(factors, 'h', row) };
}
