import { sql } from 'drizzle-orm';
import { boolean, check, doublePrecision, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';
import { users } from '../user/user.table.ts';

/** A WebAuthn public key credential (WebAuthn L3, 4). */
export const passkeys = pgTable(
  'passkeys',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** Given by the authenticator, base64url; of at most 1023 bytes. */
    credentialId: text('credential_id').notNull(),
    /** COSE, base64url. */
    publicKey: text('public_key').notNull(),
    /** The relying party's id at enrolment: the credential works for no other. */
    rpId: text('rp_id').notNull(),
    /** 32 bits without a sign, which an integer does not hold. */
    signCount: doublePrecision('sign_count').notNull(),
    transports: text('transports').array().notNull(),
    /** Whether it may be backed up (BE), which never changes, and whether it is (BS), which does. */
    backupEligible: boolean('backup_eligible').notNull(),
    backedUp: boolean('backed_up').notNull(),
    aaguid: uuid('aaguid').notNull(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    /** Set when its user was deleted: it signs nobody in, and another account may enrol it. */
    retiredAt: instant('retired_at'),
  },
  (table) => [
    uniqueIndex('passkeys_credential_id').on(table.credentialId).where(sql`retired_at is null`),
    index('passkeys_user').on(table.userId),
    check('passkeys_sign_count', sql`sign_count >= 0`),
  ],
);
export type PasskeyRow = typeof passkeys.$inferSelect;
