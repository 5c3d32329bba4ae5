/** Proving a mailbox: by the mailed link, by the mailed code, or by an invitation. It signs nobody in. */
import { checkNotBreached } from '../../domain/credential/breached-password.ts';
import { passwordUpsert } from '../../domain/credential/credentials.ts';
import { checkPassword } from '../../domain/credential/new-password.ts';
import { hashPassword, verifyPassword } from '../../domain/credential/password-hash.ts';
import { passwordChanged } from '../../domain/mail/password-changed.ts';
import type { Pending } from '../../domain/one-time-token/one-time-token.table.ts';
import { planToken } from '../../domain/one-time-token/one-time-token.ts';
import {
  findPending,
  findToken,
  newestPending,
  type Presented,
  presentToken,
  type Redemption,
} from '../../domain/one-time-token/one-time-tokens.ts';
import { together, touched } from '../../domain/statement.ts';
import { proveMailbox } from '../../domain/user/mailbox-proof.ts';
import { planSecurityChange } from '../../domain/user/security-change.ts';
import { neutralName, type User } from '../../domain/user/user.ts';
import { readUser, selectUserFrom } from '../../domain/user/users.ts';
import type { Context } from '../../kernel/context.ts';
import { oneTimeTokenInvalid } from '../../kernel/errors.ts';

export interface VerifyInput extends Redemption {
  password?: string | undefined;
}

/** The user, and a token to set the password with where nothing showed who chose the pending one. */
export interface Verified {
  user: User;
  passwordToken: string | null;
}

/** Each costs a hash to look at. */
const otherRegistrations = 3;
/** How long the answer's token may be used to set the password. */
const setPasswordSeconds = 3600;

/**
 * Proves the mailbox by token, or by request token and code.
 *
 * @throws AuthError 400 `TOKEN_INVALID`; 400 `MALFORMED_REQUEST` for both at once; 422 for neither.
 */
export async function verifyEmail(context: Context, input: VerifyInput): Promise<Verified> {
  const presented = await presentToken(context, 'verify_email', input);
  if (!presented) throw oneTimeTokenInvalid();
  const chosen = await chosenBy(context, presented, input);
  const next = chosen ? null : planToken(context, 'set_password', presented.user.row.id, setPasswordSeconds);
  const user = await proveMailbox(context, presented.user, {
    by: 'verification',
    token: presented.row,
    // A name that a stranger may have typed does not survive either.
    name: chosen?.name ?? neutralName(presented.user.row.email),
    passwordHash: chosen?.passwordHash ?? null,
    next: next?.row ?? null,
  });
  if (!user) throw oneTimeTokenInvalid();
  return { user, passwordToken: next?.token ?? null };
}

/**
 * The pending password whose chooser is the one who now proves the mailbox: shown by the request token of that very
 * registration, or by the password given again. The mail need not be that registration's own.
 */
async function chosenBy(context: Context, presented: Presented, input: VerifyInput): Promise<Pending | null> {
  if (input.request_token !== undefined) {
    const pending = await findPending(context, presented.user.row.id, input.request_token);
    if (pending) return pending;
  }
  if (input.password === undefined) return null;
  const { row, user } = presented;
  // A mail that was sent again has no pending password, and a stranger's mail may have come instead of the own one.
  const others = await newestPending(context, user.row.id, row.id, otherRegistrations);
  for (const pending of row.pending ? [row.pending, ...others] : others) {
    const { ok } = await verifyPassword(context, input.password, pending.passwordHash);
    if (ok) return pending;
  }
  return null;
}

/**
 * Sets the password after `password_required`. Within the hour the account may have become one that is in use, so its
 * version goes up, sign-ins that wait for a second step die, and the owner is told. Sessions go on: each began by a proof
 * of the same mailbox or by what such a session set up. So do the registrations of others: by their end they would tell.
 */
export async function setVerifiedPassword(context: Context, token: string, password: string): Promise<User> {
  const presented = await findToken(context, 'set_password', token);
  if (!presented) throw oneTimeTokenInvalid();
  const { row, user } = presented;
  const userId = user.row.id;
  checkPassword(context, password, [user.row.email, user.row.name]);
  await checkNotBreached(context, password);
  const hash = await hashPassword(context, password);
  const change = await planSecurityChange(context, {
    userId,
    audit: { action: 'password.set', resource: `user:${userId}`, actorId: userId },
    spendsTokens: false,
    token: row,
    forgetsDevices: false,
    mails: [passwordChanged(context, user, 'set')],
  });
  const [found] = await context.database.rows(
    together(
      { ...change.parts, password: passwordUpsert(context, userId, hash, touched('changed')) },
      selectUserFrom('changed'),
    ),
  );
  const changed = readUser(found);
  if (!changed) throw oneTimeTokenInvalid();
  await change.publish(null);
  return changed;
}

export interface Acceptance {
  token: string;
  name: string;
  password: string;
}

/** Takes up an invitation: the link proves the mailbox, so what anyone set on that address before is void. */
export async function acceptInvitation(context: Context, input: Acceptance): Promise<User> {
  const presented = await findToken(context, 'invitation', input.token);
  if (!presented) throw oneTimeTokenInvalid();
  checkPassword(context, input.password, [presented.user.row.email, input.name]);
  await checkNotBreached(context, input.password);
  const user = await proveMailbox(context, presented.user, {
    by: 'invitation',
    token: presented.row,
    name: input.name,
    passwordHash: await hashPassword(context, input.password),
  });
  if (!user) throw oneTimeTokenInvalid();
  context.metrics.count('InvitationAccepted');
  return user;
}
