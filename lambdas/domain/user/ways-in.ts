/** What proves who a user is: which ways in an account has, and which of them a sign-in or a step-up takes. */
import { type SQL, sql } from 'drizzle-orm';
import type { SecondFactorMethod, StepUpMethod } from '../../kernel/http/fields.ts';
import type { Database } from '../../ports/database.ts';
import { at } from '../statement.ts';

export interface WaysIn {
  password: boolean;
  totp: boolean;
  hotp: boolean;
  passkeys: number;
  identities: number;
  /** Recovery codes that are left. */
  recoveryCodes: number;
}

/** The columns of a user's ways in, for the user of that alias; `readWaysIn` reads them back. */
export function waysInOf(user: string): SQL {
  const id = sql.raw(`${user}.id`);
  return sql`
    exists (select 1 from credentials where user_id = ${id} and kind = 'password') as has_password,
    exists (select 1 from factors where user_id = ${id} and kind = 'totp' and confirmed_at is not null) as has_totp,
    exists (select 1 from factors where user_id = ${id} and kind = 'hotp' and confirmed_at is not null) as has_hotp,
    (select count(*)::int from passkeys where user_id = ${id} and retired_at is null) as passkey_count,
    (select count(*)::int from identities where user_id = ${id} and retired_at is null) as identity_count,
    (select count(*)::int from recovery_codes where user_id = ${id} and spent_at is null) as recovery_code_count`;
}

export function readWaysIn(row: Record<string, unknown>): WaysIn {
  return {
    password: row.has_password === true,
    totp: row.has_totp === true,
    hotp: row.has_hotp === true,
    passkeys: Number(row.passkey_count),
    identities: Number(row.identity_count),
    recoveryCodes: Number(row.recovery_code_count),
  };
}

/** Null where there is no such user. */
export async function findWaysIn(database: Database, userId: string): Promise<WaysIn | null> {
  const [row] = await database.rows(sql`select ${waysInOf('u')} from users u where u.id = ${userId}::uuid`);
  return row ? readWaysIn(row) : null;
}

/** Two-step verification is on with the first factor that makes codes; a passkey alone is a way in, not a second step. */
export function isTwoStep({ totp, hotp }: WaysIn): boolean {
  return totp || hotp;
}

/** What the second step of a sign-in takes; empty where one step is enough. */
export function secondFactorMethods(ways: WaysIn): SecondFactorMethod[] {
  if (!isTwoStep(ways)) return [];
  const { totp, hotp, passkeys, recoveryCodes } = ways;
  const has: [SecondFactorMethod, boolean][] = [
    ['totp', totp],
    ['hotp', hotp],
    ['webauthn', passkeys > 0],
    ['recovery_code', recoveryCodes > 0],
  ];
  return has.flatMap(([method, there]) => (there ? [method] : []));
}

/**
 * What a step-up takes. With two steps neither a password nor a mailed code is enough; a mailed code or a provider is
 * for accounts that have nothing better.
 */
export function stepUpMethods(ways: WaysIn): StepUpMethod[] {
  const { password, totp, hotp, passkeys, identities } = ways;
  const bare = !isTwoStep(ways) && !password && passkeys === 0;
  const has: [StepUpMethod, boolean][] = [
    ['totp', totp],
    ['hotp', hotp],
    ['password', password && !isTwoStep(ways)],
    ['webauthn', passkeys > 0],
    ['oauth', bare && identities > 0],
    ['mail', bare],
  ];
  return has.flatMap(([method, there]) => (there ? [method] : []));
}

/** Ways to sign in that need no mail: the last one is never removed. */
export function waysLeft({ password, passkeys, identities }: WaysIn): number {
  return Number(password) + passkeys + identities;
}

/**
 * Takes every way in from the user, and what its second factors counted, as parts of a statement. `password` is what
 * comes instead of the old one.
 */
export function voidWaysIn(userId: string, when: SQL, password?: SQL): Record<string, SQL> {
  const of = (table: string) => sql`delete from ${sql.identifier(table)} where user_id = ${userId}::uuid and ${when}`;
  return {
    password: password ?? of('credentials'),
    factors_void: of('factors'),
    factor_tries_void: of('factor_tries'),
    recovery_codes_void: of('recovery_codes'),
    passkeys_void: of('passkeys'),
    identities_void: of('identities'),
  };
}

/** Takes the second step from the user: its factors, their recovery codes, and what was counted against them. */
export function voidSecondStep(userId: string, when: SQL): Record<string, SQL> {
  const { factors_void, factor_tries_void, recovery_codes_void } = voidWaysIn(userId, when);
  return { factors_void, factor_tries_void, recovery_codes_void } as Record<string, SQL>;
}

/** Keeps the ways in of a deleted user for a restore, but lets go of what another account may now have. */
export function retireWaysIn(userId: string, now: Date, when: SQL): Record<string, SQL> {
  const of = (table: string) => sql`
    update ${sql.identifier(table)} set retired_at = ${at(now)}
    where user_id = ${userId}::uuid and retired_at is null and ${when}`;
  return { passkeys_retired: of('passkeys'), identities_retired: of('identities') };
}

/** Gives a user who comes back the ways in that went with the deletion at that moment. */
export function reviveWaysIn(userId: string, deletedAt: Date, when: SQL): Record<string, SQL> {
  const of = (table: string) => sql`
    update ${sql.identifier(table)} set retired_at = null
    where user_id = ${userId}::uuid and retired_at = ${at(deletedAt)} and ${when}`;
  return { passkeys_revived: of('passkeys'), identities_revived: of('identities') };
}
