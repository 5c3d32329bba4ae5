import { type IssuedToken, planToken } from '../../domain/one-time-token/one-time-token.ts';
import type { UserRow } from '../../domain/user/user.table.ts';
import type { Context } from '../../kernel/context.ts';

/** The link of a mail with which the owner chooses a new password, as if they had asked for it themselves. */
export function planResetLink(context: Context, { id, emailKey }: UserRow): IssuedToken {
  const { row, token } = planToken(context, 'reset_password', id, context.config.lifetimes.passwordReset);
  return { row: { ...row, email: emailKey }, token };
}
