import type { Context } from '../../kernel/context.ts';
import { newToken } from '../../kernel/crypto.ts';
import { newId } from '../../kernel/id.ts';
import { mailCodeHash, newMailCode } from '../mail/mail-code.ts';
import type { oneTimeTokens, Pending, TokenKind } from './one-time-token.table.ts';

export type OneTimeTokenRow = typeof oneTimeTokens.$inferSelect;

export interface IssuedToken {
  row: OneTimeTokenRow;
  /** Goes into the mail's link, or into the answer; only its hash is stored. */
  token: string;
}

export interface IssuedMailToken extends IssuedToken {
  /** The mail's short code, worth nothing without the request token. */
  code: string;
}

/** A token that is still to be written by `insertInto`, for a link alone. */
export function planToken(context: Context, kind: TokenKind, userId: string, lifetimeSeconds: number): IssuedToken {
  const { token, hash } = newToken();
  const now = context.clock.now();
  const row: OneTimeTokenRow = {
    id: newId(context.clock),
    kind,
    userId,
    tokenHash: hash,
    requestTokenHash: null,
    codeHash: null,
    codeTries: 0,
    codeExpiresAt: null,
    pending: null,
    email: null,
    sessionId: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifetimeSeconds * 1000),
    spentAt: null,
  };
  return { row, token };
}

/** A token with a short code, bound to the request token that the asking call answers. */
export async function planMailToken(
  context: Context,
  kind: TokenKind,
  userId: string,
  options: { lifetimeSeconds: number; requestTokenHash: string; pending: Pending | null },
): Promise<IssuedMailToken> {
  const issued = planToken(context, kind, userId, options.lifetimeSeconds);
  const code = newMailCode();
  const codeSeconds = Math.min(context.config.lifetimes.mailCode, options.lifetimeSeconds);
  const row: OneTimeTokenRow = {
    ...issued.row,
    requestTokenHash: options.requestTokenHash,
    codeHash: mailCodeHash(await context.keys.ring('code'), kind, issued.row.id, code),
    codeExpiresAt: new Date(issued.row.createdAt.getTime() + codeSeconds * 1000),
    pending: options.pending,
  };
  return { row, token: issued.token, code };
}

/**
 * A code for a mail without a link, which the asking session alone can give back: its token is told to nobody.
 */
export async function planSessionCode(
  context: Context,
  kind: TokenKind,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<{ row: OneTimeTokenRow; code: string }> {
  const { row } = planToken(context, kind, userId, context.config.lifetimes.mailCode);
  const code = newMailCode();
  const codeHash = mailCodeHash(await context.keys.ring('code'), kind, row.id, code);
  return { row: { ...row, sessionId, codeHash, codeExpiresAt: row.expiresAt }, code };
}
