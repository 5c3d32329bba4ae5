import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { id, instant } from '../columns.ts';
import { users } from '../user/user.table.ts';

/**
 * `taken_registration` is a registration of an address that had an account: nobody is sent its token, but signing in
 * with its password must be told what it would be told at a free address.
 */
export const tokenKinds = [
  'verify_email',
  'taken_registration',
  'set_password',
  'invitation',
  'reset_password',
  'magic_link',
  'confirm_email',
  'revert_email',
  'reauthenticate',
] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** What a registration asked for, kept until somebody proves the mailbox and that they are the one who asked. */
export interface Pending {
  passwordHash: string;
  name: string;
}

/** docs/flows/registration.md. Spent by one conditional UPDATE. */
export const oneTimeTokens = pgTable(
  'one_time_tokens',
  {
    id: id(),
    kind: text('kind', { enum: tokenKinds }).notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** SHA-256 of the token's bytes, so that another spelling of the same bytes is the same token. */
    tokenHash: text('token_hash').notNull(),
    /** SHA-256 of the request token that the asking call answered. */
    requestTokenHash: text('request_token_hash'),
    /** HMAC of kind, row id and code; null where the mail bears no code. */
    codeHash: text('code_hash'),
    codeTries: integer('code_tries').notNull(),
    codeExpiresAt: instant('code_expires_at'),
    pending: jsonb('pending').$type<Pending>(),
    /**
     * The address that `confirm_email` moves the account to, or that `revert_email` brings back; the key of the one that
     * `magic_link` or `reset_password` was mailed to.
     */
    email: text('email'),
    /** The session that asked: a code of `reauthenticate` is good for no other one. */
    sessionId: uuid('session_id'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    spentAt: instant('spent_at'),
  },
  (table) => [
    uniqueIndex('one_time_tokens_token').on(table.tokenHash),
    uniqueIndex('one_time_tokens_request').on(table.requestTokenHash),
    index('one_time_tokens_user').on(table.userId, table.kind, table.createdAt),
    check('one_time_tokens_kind', sql.raw(`kind in (${tokenKinds.map((kind) => `'${kind}'`).join(', ')})`)),
  ],
);
