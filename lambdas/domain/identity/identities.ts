import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { newId } from '../../kernel/id.ts';
import type { Database } from '../../ports/database.ts';
import type { Assertion, ProviderSettings } from '../../ports/identity-providers.ts';
import { at, insertInto, pick, selectList } from '../statement.ts';
import { type IdentityRow, identities } from './identity.table.ts';

/** Whom a provider names: issuer and subject, never the address (OpenID Connect Core 5.7). */
export type Named = Pick<Assertion, 'issuer' | 'subject'>;

/** The condition that a live identity under the alias is that one. */
export function isNamed(alias: string, { issuer, subject }: Named): SQL {
  const column = (name: string) => sql.raw(`${alias}.${name}`);
  return sql`${column('issuer')} = ${issuer}::text and ${column('subject')} = ${subject}::text
    and ${column('retired_at')} is null`;
}

/** A link to be written: it signs its user in from now on. */
export function newIdentity(
  context: Context,
  userId: string,
  provider: ProviderSettings,
  { issuer, subject, email }: Assertion,
): IdentityRow {
  const now = context.clock.now();
  return {
    id: newId(context.clock),
    userId,
    provider: provider.id,
    issuer,
    subject,
    email: shownEmail(email),
    createdAt: now,
    lastUsedAt: now,
    retiredAt: null,
  };
}

/** A part that returns the row. Fails with SQLSTATE 23505 where another link of the identity came first. */
export function identityInsert(row: IdentityRow, when: SQL): SQL {
  return sql`${insertInto(identities, row, when)} returning id`;
}

/** A part that notes the use of that user's identity, and returns its row while it is still linked. */
export function identityUse(context: Context, userId: string, assertion: Assertion, when: SQL): SQL {
  return sql`
    update identities i set last_used_at = ${at(context.clock.now())}, email = ${shownEmail(assertion.email)}::text
    where user_id = ${userId}::uuid and ${isNamed('i', assertion)} and ${when} returning id`;
}

/** Those that sign the user in, the first linked one first. */
export async function identitiesOf(database: Database, userId: string): Promise<IdentityRow[]> {
  const rows = await database.rows(sql`
    select ${selectList(identities, 'i')} from identities i
    where user_id = ${userId}::uuid and retired_at is null order by created_at, id`);
  return rows.flatMap((row) => pick(identities, 'i', row) ?? []);
}

/** For display alone, so that what is no text that PostgreSQL stores is left out. */
function shownEmail(email: string | null): string | null {
  return email !== null && email.length <= 320 && email.isWellFormed() && !/\p{Cc}/u.test(email) ? email : null;
}
