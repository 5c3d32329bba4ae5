/** Signing in by a mailed link, or by its short code. Whoever reads the mailbox is who they say: a first factor, no more. */
import { sql } from 'drizzle-orm';
import { askForMail } from '../../domain/one-time-token/asked-mail.ts';
import { type Presented, presentToken, type Redemption, spend } from '../../domain/one-time-token/one-time-tokens.ts';
import {
  accountUnchanged,
  type FirstFactor,
  type SignInClient,
  type SignInOutcome,
  signIn,
} from '../../domain/session/sign-in.ts';
import { findSignInAccount, type Held, heldBy } from '../../domain/session/sign-in-account.ts';
import { proveMailbox } from '../../domain/user/mailbox-proof.ts';
import { neutralName } from '../../domain/user/user.ts';
import type { Context } from '../../kernel/context.ts';
import { type AuthError, oneTimeTokenInvalid } from '../../kernel/errors.ts';
import { answeredPlace, placeToReturn } from '../../kernel/http/return-to.ts';

export interface LinkAsk {
  email: string;
  returnTo: string | undefined;
  deviceCookie: string | undefined;
}

/** Answers the request token, by which the asking client may give the mailed code; alone it opens nothing. */
export async function askForLink(context: Context, ask: LinkAsk): Promise<string> {
  const returnTo = allowedPlace(context, ask.returnTo);
  context.metrics.count('MagicLinkAsked');
  return askForMail(context, ask.email, ask.deviceCookie, {
    kind: 'magic_link',
    lifetimeSeconds: context.config.lifetimes.magicLink,
    action: 'magic_link.asked',
    mail: (addressee) => ({ template: 'magic_link', ...addressee, ...(returnTo !== null && { returnTo }) }),
  });
}

/** Null for the usual place, and so for whatever is not allowed. */
export function allowedPlace({ config }: Context, wanted: string | undefined): string | null {
  return answeredPlace(placeToReturn(wanted, config), config);
}

export interface MailSignIn extends SignInClient {
  redemption: Redemption;
  /** The presented `__Host-refresh` cookie. */
  refreshCookie: string | undefined;
}

/**
 * RFC 8176 has no word for a mailbox; what is given is a password that works once. It is no recent proof for what asks
 * for one: whoever got into the mailbox for a moment shall not change how the account is entered.
 */
const proof: FirstFactor = { method: 'magic_link', amr: ['otp'], isMultiFactor: false, stepsUp: false };

/**
 * @throws AuthError 400 `TOKEN_INVALID`, also where the account was disabled or deleted since; 400 `MALFORMED_REQUEST`
 * for token and code at once; 422 for neither.
 */
export async function signInByMail(context: Context, input: MailSignIn): Promise<SignInOutcome> {
  const held = await heldBy(context, input);
  const presented = await presentToken(context, 'magic_link', input.redemption);
  if (!presented) throw dead(context);
  const outcome =
    (await signInFirst(context, presented, input, held)) ?? (await signInKnown(context, presented, input, held));
  if (!outcome) throw dead(context);
  return outcome;
}

/**
 * Where nobody had proven the mailbox before, this does, and voids whatever was set until now (decision 0008); the token
 * is spent by that. Null where the mailbox was proven already, be it a moment ago.
 */
async function signInFirst(
  context: Context,
  { row, user }: Presented,
  input: MailSignIn,
  held: Held,
): Promise<SignInOutcome | null> {
  if (user.row.emailVerifiedAt) return null;
  const name = neutralName(user.row.email);
  const proven = await proveMailbox(context, user, { by: 'magic_link', token: row, name, passwordHash: null });
  if (!proven) return null;
  // Of what was proven, and of nothing that came after it.
  const { id, version } = proven.row;
  const asProven = sql`u.id = ${id}::uuid and u.version = ${version}::int`;
  const account = await findSignInAccount(context, asProven, held);
  return account && signIn(context, account, proof, input);
}

/** An account that was changed meanwhile is read once more: whether its token still lives decides. */
async function signInKnown(
  context: Context,
  { row, user }: Presented,
  input: MailSignIn,
  held: Held,
): Promise<SignInOutcome | null> {
  const attempt = async () => {
    const isProven = sql`u.id = ${user.row.id}::uuid and u.email_verified_at is not null`;
    const account = await findSignInAccount(context, isProven, held);
    const spent = spend(row.id, context.clock.now(), accountUnchanged);
    return account && signIn(context, account, proof, input, { spend: spent });
  };
  return (await attempt()) ?? (await attempt());
}

function dead(context: Context): AuthError {
  context.metrics.count('SignInFailed', { method: proof.method });
  return oneTimeTokenInvalid();
}
