import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { normaliseRecoveryCode } from '../../kernel/http/recovery-code.ts';
import { newId } from '../../kernel/id.ts';
import { at, insertInto } from '../statement.ts';
import { recoveryCodes } from './recovery-code.table.ts';
import { displayRecoveryCode, newRecoveryCode, recoveryCodeHash, recoveryCodeMatches } from './recovery-code.ts';

/** How many codes a set has. */
export const setSize = 10;

export interface PlannedCodes {
  /** As they are shown, once. */
  shown: string[];
  /** The writes, as parts of a statement. */
  parts: Record<string, SQL>;
}

/** A fresh set, to be written where `when` holds. */
export async function planRecoveryCodes(context: Context, userId: string, when: SQL): Promise<PlannedCodes> {
  const ring = await context.keys.ring('recovery');
  const createdAt = context.clock.now();
  const codes = Array.from({ length: setSize }, newRecoveryCode);
  const rows = codes.map((code) => {
    const id = newId(context.clock);
    return { id, userId, codeHash: recoveryCodeHash(ring, id, code), createdAt, spentAt: null };
  });
  return {
    shown: codes.map(displayRecoveryCode),
    parts: Object.fromEntries(rows.map((row, index) => [`code_${index}`, insertInto(recoveryCodes, row, when)])),
  };
}

/** The id of the user's unspent code that this is, or null. Every code is compared, whichever it is. */
export async function findRecoveryCode(context: Context, userId: string, input: string): Promise<string | null> {
  const code = normaliseRecoveryCode(input);
  const rows = await context.database.rows<{ id: string; code_hash: string }>(sql`
    select id, code_hash from recovery_codes where user_id = ${userId}::uuid and spent_at is null`);
  if (code === null) return null;
  const ring = await context.keys.ring('recovery');
  return rows.filter((row) => recoveryCodeMatches(ring, row.code_hash, row.id, code))[0]?.id ?? null;
}

/** The one conditional UPDATE that spends a code. */
export function spendRecoveryCode(id: string, now: Date, when: SQL): SQL {
  return sql`
    update recovery_codes set spent_at = ${at(now)}
    where id = ${id}::uuid and spent_at is null and ${when} returning id`;
}

/** The whole set, spent codes too, as a part of a statement. */
export function recoveryCodesDelete(userId: string, when: SQL): SQL {
  return sql`delete from recovery_codes where user_id = ${userId}::uuid and ${when}`;
}
