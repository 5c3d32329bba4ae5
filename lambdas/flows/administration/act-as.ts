/** Acting as a user, to see what they see (docs/decisions/0023-acting-as-a-user.md). */
import { findAuthority } from '../../domain/role/authority.ts';
import { refusalOf } from '../../domain/role/refusal.ts';
import { mayActAs, startActing } from '../../domain/session/acting.ts';
import type { SessionAndUser } from '../../domain/session/sessions.ts';
import { canSignIn } from '../../domain/user/user.ts';
import { findUser } from '../../domain/user/users.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';

/**
 * Begins a session of the user, tied to the administrator's own.
 *
 * @throws AuthError `FORBIDDEN` for oneself, and for whoever may do something that the administrator may not; `CONFLICT`
 * for an account that could not sign in itself; `NOT_FOUND`.
 */
export async function actAs(
  context: Context,
  actor: Principal,
  userId: string,
  reason: string,
): Promise<SessionAndUser> {
  const [authority, user] = await Promise.all([
    findAuthority(context.database, actor),
    findUser(context.database, userId),
  ]);
  if (!user) throw new AuthError('NOT_FOUND');
  const isOwn = user.row.id === actor.userId;
  if (isOwn || !mayActAs(authority.actor.permissions, user.grants.permissions)) {
    const tried = { action: 'act_as.started', resource: `user:${userId}`, userId };
    throw await refusalOf(context, actor, tried, isOwn ? 'own_account' : 'permission_not_held');
  }
  const started = canSignIn(user.row) ? await startActing(context, actor, user, reason) : null;
  if (!started) throw new AuthError('CONFLICT');
  return started;
}
