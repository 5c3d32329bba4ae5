/** Signing in by a provider: whose account it is, and whether it may be linked or made. docs/flows/social-login.md. */
import { type SQL, sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow, auditStrangersRefusal } from '../../domain/audit/audit.ts';
import { deviceHash } from '../../domain/device/devices.ts';
import { provenAddress } from '../../domain/identity/authority.ts';
import { identityInsert, identityUse, isNamed, newIdentity } from '../../domain/identity/identities.ts';
import { mailRow, nudge, outboxInsert } from '../../domain/outbox/outbox.ts';
import {
  accountUnchanged,
  type FirstFactor,
  type SignInClient,
  type SignInOutcome,
  signIn,
} from '../../domain/session/sign-in.ts';
import { findSignInAccount, type Held, type SignInAccount } from '../../domain/session/sign-in-account.ts';
import { touched } from '../../domain/statement.ts';
import type { EmailAddress } from '../../domain/user/email.ts';
import { mailboxProven, proveMailbox } from '../../domain/user/mailbox-proof.ts';
import { createProvenUser, userCreated } from '../../domain/user/proven-user.ts';
import { closedBecause, neutralName } from '../../domain/user/user.ts';
import { isTwoStep } from '../../domain/user/ways-in.ts';
import type { Context } from '../../kernel/context.ts';
import type { AuthError } from '../../kernel/errors.ts';
import { personName } from '../../kernel/http/fields.ts';
import { sqlState } from '../../ports/database.ts';
import type { Assertion, ProviderSettings } from '../../ports/identity-providers.ts';
import { linkNotice } from './notices.ts';
import { oauthFailed } from './refusal.ts';
import type { TripCookie } from './trips.ts';

export interface SignInBy {
  provider: ProviderSettings;
  assertion: Assertion;
  cookie: TripCookie;
  /** The session that the browser held when it left, which this sign-in replaces. */
  heldSessionId: string | null;
  /** Where the sign-in leads, as an answer says it. */
  returnTo: string | null;
}

/** How often what was found may have changed by the time it is written. */
const tries = 3;
/** A proof not older than this counts as recent; of one without a time nothing is known. */
const recentMilliseconds = 600_000;

/** @throws AuthError `OAUTH_FAILED` alike for a disabled account and a broken answer. */
export async function signInBy(context: Context, by: SignInBy): Promise<SignInOutcome> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const outcome = await unlessTaken(resolve(context, by));
    if (outcome) return outcome;
  }
  throw oauthFailed(null);
}

/** Null where what was read has changed meanwhile: it is read again. */
async function resolve(context: Context, by: SignInBy): Promise<SignInOutcome | null> {
  const { provider, assertion, cookie, heldSessionId } = by;
  const held = { deviceHash: deviceHash(cookie.device), sessionId: heldSessionId };
  const known = await findSignInAccount(context, isHolderOf(assertion), held);
  if (known) return signInKnown(context, by, known);
  const address = provenAddress(provider, assertion);
  // Alike whether or not the address has an account.
  if (!address) throw failed(context, provider, 'link_first');
  const found = await findSignInAccount(context, sql`u.email_key = ${address.key}::text`, held);
  if (!found) return signInNew(context, by, address, held);
  if (closedBecause(found.user.row)) throw await refuseDisabled(context, provider, found);
  if (found.user.row.emailVerifiedAt === null) return signInFirstProof(context, by, found, held);
  return signInLinking(context, by, found);
}

async function signInKnown(context: Context, by: SignInBy, account: SignInAccount): Promise<SignInOutcome | null> {
  const { id, emailVerifiedAt } = account.user.row;
  if (closedBecause(account.user.row) || emailVerifiedAt === null)
    throw await refuseDisabled(context, by.provider, account);
  // The link is a part of the proof: whoever is unlinked at the same moment is not signed in.
  const spend = identityUse(context, id, by.assertion, accountUnchanged);
  return signIn(context, account, proofOf(context, by), clientOf(by), { spend });
}

/**
 * The provider is authoritative for the address of an account that has proven it. With two steps on, the first one alone
 * adds no way in, which would outlive a change of the address: the sign-in waits for the second, and a link is made from
 * inside.
 */
async function signInLinking(context: Context, by: SignInBy, account: SignInAccount): Promise<SignInOutcome | null> {
  if (isTwoStep(account.ways)) return signIn(context, account, proofOf(context, by), clientOf(by));
  const { provider, assertion } = by;
  const { row } = account.user;
  const identity = newIdentity(context, row.id, provider, assertion);
  const isLinked = touched('spent');
  const audit = auditRow(context, {
    action: 'identity.linked',
    resource: `identity:${identity.id}`,
    userId: row.id,
    actorId: row.id,
    outcome: 'success',
    details: { provider: provider.id, how: 'address' },
  });
  const mail = await mailRow(context, row.id, linkNotice(context, row, provider));
  const outcome = await signIn(context, account, proofOf(context, by), clientOf(by), {
    spend: identityInsert(identity, accountUnchanged),
    also: { link_audited: auditInsert(audit, isLinked), link_mailed: outboxInsert(mail, isLinked) },
  });
  if (outcome) {
    announceAudit(context, audit);
    await nudge(context, [mail]);
  }
  return outcome;
}

/** Whoever waited on the address had not proven it: all that they set is void (decision 0008). */
async function signInFirstProof(
  context: Context,
  by: SignInBy,
  { user }: SignInAccount,
  held: Held,
): Promise<SignInOutcome | null> {
  const { provider, assertion } = by;
  const identity = newIdentity(context, user.row.id, provider, assertion);
  const proven = await proveMailbox(context, user, {
    by: 'provider',
    token: null,
    name: nameOf(assertion, user.row.email),
    passwordHash: null,
    also: { linked: identityInsert(identity, mailboxProven) },
  });
  if (!proven) return null;
  return signInAfter(context, by, held);
}

async function signInNew(
  context: Context,
  by: SignInBy,
  address: EmailAddress,
  held: Held,
): Promise<SignInOutcome | null> {
  const { provider, assertion } = by;
  const created = await createProvenUser(context, {
    address,
    name: nameOf(assertion, address.email),
    provider: provider.id,
    also: (userId) => ({ linked: identityInsert(newIdentity(context, userId, provider, assertion), userCreated) }),
  });
  return created ? signInAfter(context, by, held) : null;
}

/** The account is linked now. */
async function signInAfter(context: Context, by: SignInBy, held: Held): Promise<SignInOutcome | null> {
  const account = await findSignInAccount(context, isHolderOf(by.assertion), held);
  return account && signInKnown(context, by, account);
}

/** The condition on `u`: one identity has one user at most, so that it is found by two indexes. */
function isHolderOf(assertion: Assertion): SQL {
  return sql`u.id = (select i.user_id from identities i where ${isNamed('i', assertion)})`;
}

function proofOf(context: Context, { provider, assertion }: SignInBy): FirstFactor {
  const age = context.clock.now().getTime() - (assertion.authTime?.getTime() ?? Number.NEGATIVE_INFINITY);
  // A provider may answer from a session of weeks: only where it says when, the sign-in counts as a recent proof.
  return { method: provider.id, amr: ['fed'], isMultiFactor: false, stepsUp: age <= recentMilliseconds };
}

function clientOf({ cookie, returnTo }: SignInBy): SignInClient {
  return { delivery: 'cookie', deviceName: null, deviceCookie: cookie.device, returnTo };
}

/** What the provider calls the person, where that is a name here. */
function nameOf({ name }: Assertion, email: string): string {
  const parsed = personName.safeParse(name);
  return parsed.success ? parsed.data : neutralName(email);
}

async function refuseDisabled(
  context: Context,
  provider: ProviderSettings,
  { user }: SignInAccount,
): Promise<AuthError> {
  await auditStrangersRefusal(context, {
    action: 'session.started',
    userId: user.row.id,
    details: { method: provider.id, reason: closedBecause(user.row) ?? 'email_not_verified' },
  });
  return failed(context, provider, null);
}

function failed(context: Context, provider: ProviderSettings, told: 'link_first' | null): AuthError {
  context.metrics.count('SignInFailed', { method: provider.id });
  return oauthFailed(told);
}

const uniqueViolation = '23505';

/** Null where the identity was linked by another in the same moment. */
async function unlessTaken<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (sqlState(error) === uniqueViolation) return null;
    throw error;
  }
}
