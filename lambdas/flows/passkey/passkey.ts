/** Signing in by passkey alone. */
import { sql } from 'drizzle-orm';
import type { PasskeyRow } from '../../domain/passkey/passkey.table.ts';
import { passkeyColumns, readPasskey } from '../../domain/passkey/passkeys.ts';
import { accountUnchanged, type SignInClient, type SignInOutcome, signIn } from '../../domain/session/sign-in.ts';
import {
  type Held,
  heldBy,
  readSignInAccount,
  type SignInAccount,
  signInAccount,
} from '../../domain/session/sign-in-account.ts';
import { closedBecause } from '../../domain/user/user.ts';
import type { Context } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { Assertion, Proven } from './assertion.ts';
import { type Attempt, attempt } from './attempt.ts';
import { auditRefusedProof } from './refusals.ts';
import { requireRpId } from './relying-party.ts';

export interface PasskeyLoginInput extends SignInClient {
  assertion: Assertion;
  /** The presented `__Host-refresh` cookie. */
  refreshCookie: string | undefined;
}

/**
 * A user-verified passkey is two factors in one: no second one is asked for.
 *
 * @throws AuthError `INVALID_CREDENTIALS` alike for an unknown passkey, a wrong or used assertion, and an account that
 * is disabled, deleted or not verified; `RATE_LIMITED`; `NOT_FOUND` where passkeys are off.
 */
export async function loginByPasskey(context: Context, input: PasskeyLoginInput): Promise<SignInOutcome> {
  requireRpId(context.config);
  const held = await heldBy(context, input);
  const find = () => findHolder(context, input.assertion.id, held);
  return attempt(context, input.assertion, { purpose: 'sign_in' }, async (tried) => {
    const holder = await find();
    const passkey = holder?.passkey ?? null;
    const proven = await tried.check({ passkey, userVerification: true, usernameless: true });
    if (typeof proven === 'string') throw await refuse(context, holder, proven);
    // An account that was changed while the signature was checked is read again: what it is now decides.
    const outcome =
      (await admit(context, input, tried, proven, holder)) ??
      (await admit(context, input, tried, proven, await find()));
    if (!outcome) throw await refuse(context, holder, 'account_changed');
    return outcome;
  });
}

interface Holder extends SignInAccount {
  passkey: PasskeyRow;
}

async function findHolder(context: Context, credentialId: string, held: Held): Promise<Holder | null> {
  const [row] = await context.database.rows(sql`
    select ${signInAccount(held)}, ${passkeyColumns} from passkeys p join users u on u.id = p.user_id
    where p.credential_id = ${credentialId}::text and p.retired_at is null and u.deleted_at is null`);
  const account = readSignInAccount(row, held);
  const passkey = readPasskey(row);
  return account && passkey && { ...account, passkey };
}

/** Null where the account was changed, or the passkey used, in the meantime. */
async function admit(
  context: Context,
  input: PasskeyLoginInput,
  tried: Attempt,
  proven: Proven,
  holder: Holder | null,
): Promise<SignInOutcome | null> {
  if (holder?.passkey.id !== proven.passkey.id) return null;
  const closed = closedBecause(holder.user.row);
  if (closed) throw await refuse(context, holder, closed);
  if (!holder.user.row.emailVerifiedAt) throw await refuse(context, holder, 'email_not_verified');
  const proof = { method: 'passkey', amr: proven.amr, isMultiFactor: true, stepsUp: true };
  return signIn(context, holder, proof, input, { spend: proven.spend(accountUnchanged), alongside: tried.giveBack });
}

async function refuse(context: Context, holder: Holder | null, reason: string): Promise<AuthError> {
  const userId = holder?.user.row.id ?? null;
  await auditRefusedProof(context, { action: 'session.started', reason, userId, passkey: holder?.passkey ?? null });
  context.metrics.count('SignInFailed', { method: 'passkey' });
  return new AuthError('INVALID_CREDENTIALS');
}
