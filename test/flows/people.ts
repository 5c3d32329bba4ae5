/** What people have done before a test starts: steps that many flows' tests share. */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { oneTimeTokens } from '../../lambdas/domain/one-time-token/one-time-token.table.ts';
import { planToken } from '../../lambdas/domain/one-time-token/one-time-token.ts';
import { mailRow, nudge, outboxInsert } from '../../lambdas/domain/outbox/outbox.ts';
import { userRoles } from '../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { insertInto, together } from '../../lambdas/domain/statement.ts';
import { parseEmail } from '../../lambdas/domain/user/email.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { findUserByEmailKey } from '../../lambdas/domain/user/users.ts';
import type { Context, Platform } from '../../lambdas/kernel/context.ts';
import { newId } from '../../lambdas/kernel/id.ts';
import type { Browser } from '../platform/browser.ts';
import type { CallAnswer, CallOptions } from '../platform/call.ts';
import { tokenIn, type Visited } from '../platform/visited.ts';
import type { TestPlatform } from '../platform.ts';

export interface Person {
  email: string;
  password: string;
  name: string;
}

export const ada: Person = { email: 'ada@example.com', password: 'correct horse battery', name: 'Ada' };
export const grace: Person = { email: 'grace@example.com', password: 'staple gun on tuesday', name: 'Grace' };

/** A raw request below `/api/v1/auth/`, of no browser unless headers make it one. */
export function post(at: Visited, path: string, body: unknown, options: CallOptions = {}): Promise<CallAnswer> {
  return at.call('POST', `/api/v1/auth/${path}`, { ...options, body });
}

export interface Registered {
  person: Person;
  /** What the registration answered to the browser that asked. */
  requestToken: string;
  /** What stands in the mail. */
  token: string;
  code: string;
}

/** Asks for an account, and reads the verification mail. */
export async function registered(at: Visited, person = ada, browser = at.browser()): Promise<Registered> {
  const answer = await browser.client.registration.register({ body: person });
  if (!answer.ok) throw new Error(`register: ${answer.code}`);
  const mail = await at.mailbox.last(person.email);
  return { person, requestToken: answer.data.request_token, token: tokenIn(mail), code: mail.code ?? '' };
}

export interface VerifiedUser {
  person: Person;
  userId: string;
}

/** Registers and opens the mailed link in the same browser, so that the password is kept. */
export async function verifiedUser(at: Visited, person = ada, browser = at.browser()): Promise<VerifiedUser> {
  const { token, requestToken } = await registered(at, person, browser);
  const proof = { token, request_token: requestToken };
  const answer = await browser.client.registration.verifyEmail({ body: proof });
  if (!answer.ok) throw new Error(`verify: ${answer.code}`);
  return { person, userId: answer.data.user.id };
}

export interface SignedInBrowser extends VerifiedUser {
  /** It holds the cookies. */
  browser: Browser;
  /** The access token. */
  bearer: string;
}

/** A verified user, signed in by cookie in the browser that registered. */
export async function signedInBrowser(at: Visited, person = ada, browser = at.browser()): Promise<SignedInBrowser> {
  const verified = await verifiedUser(at, person, browser);
  const { email, password } = person;
  const answer = await browser.client.passwordLogin.login({ body: { email, password } });
  if (!answer.ok) throw new Error(`login: ${answer.code}`);
  return { ...verified, browser, bearer: tokensOf(answer.data).access_token };
}

/** Gives roles to a user at once. A session that is there learns of it at its next sign-in. */
export async function granted({ platform }: TestPlatform, userId: string, roleIds: readonly string[]): Promise<void> {
  const grantedAt = platform.clock.now();
  for (const roleId of roleIds)
    await platform.database.rows(insertInto(userRoles, { userId, roleId, grantedBy: null, grantedAt }));
}

export const root: Person = { email: 'root@example.com', password: 'a lantern for the harbour', name: 'Root' };
export const sam: Person = { email: 'sam@example.com', password: 'seven umbrellas in march', name: 'Sam' };

/** A signed-in user with the roles of those ids. */
export async function signedInWith(at: TestPlatform, person: Person, roleIds: readonly string[]) {
  const browser = at.browser();
  const verified = await verifiedUser(at, person, browser);
  await granted(at, verified.userId, roleIds);
  const { email, password } = person;
  const answer = await browser.client.passwordLogin.login({ body: { email, password } });
  if (!answer.ok) throw new Error(`login: ${answer.code}`);
  return { ...verified, browser, bearer: tokensOf(answer.data).access_token } satisfies SignedInBrowser;
}

/** A signed-in administrator, who holds every permission. */
export function administrator(at: TestPlatform, person = root): Promise<SignedInBrowser> {
  return signedInWith(at, person, [systemRoles.admin]);
}

/** Signed in with the system role `support`. */
export function supporter(at: TestPlatform, person = sam): Promise<SignedInBrowser> {
  return signedInWith(at, person, [systemRoles.support]);
}

/** The tokens of a sign-in that needs no second step. */
export function tokensOf<Answer extends object>(answer: Answer): Exclude<Answer, { mfa_required: true }> {
  if ('mfa_required' in answer) throw new Error('a second factor is due');
  return answer as Exclude<Answer, { mfa_required: true }>;
}

export interface MailAsked {
  /** What the ask answered. */
  requestToken: string;
  /** What stands in the mail. */
  token: string;
  code: string;
}

/** Asks for a mail with which a new password is set, and reads it. */
export function resetAsked(at: Visited, email = ada.email, options: CallOptions = {}): Promise<MailAsked> {
  return mailAsked(at, 'password/forgot', email, options);
}

/** Asks for a mail that signs in, and reads it. */
export function linkAsked(at: Visited, email = ada.email, options: CallOptions = {}): Promise<MailAsked> {
  return mailAsked(at, 'magic-link', email, options);
}

async function mailAsked(at: Visited, path: string, email: string, options: CallOptions): Promise<MailAsked> {
  const answer = await post(at, path, { email }, options);
  const mail = await at.mailbox.last(email);
  return { requestToken: String(answer.body.data?.request_token), token: tokenIn(mail), code: mail.code ?? '' };
}

export interface Invited {
  userId: string;
  /** What the mailed link holds. */
  token: string;
}

/**
 * Invites an address, with the roles of those ids, by the domain's own parts. An address that waits for verification
 * keeps its row.
 */
export async function invitation(at: TestPlatform, email: string, roleIds: readonly string[] = []): Promise<Invited> {
  const { userId } = await invite(contextOf(at), email, roleIds);
  return { userId, token: tokenIn(await at.mailbox.last(email)) };
}

/** The same for a platform that is no test's: the mail is on its way afterwards. */
export async function invite(context: Context, email: string, roleIds: readonly string[] = []): Promise<Invited> {
  const address = parseEmail(email);
  if (!address) throw new Error(`${email} is no address`);
  const found = await findUserByEmailKey(context.database, address.key);
  const userId = found?.row.id ?? newId(context.clock);
  const now = context.clock.now();
  const issued = planToken(context, 'invitation', userId, context.config.lifetimes.invitation);
  const mail = await mailRow(context, userId, { template: 'invitation', to: email, token: issued.token });
  const user = { id: userId, email: address.email, emailKey: address.key, name: '', isActive: true, version: 1 };
  const roles = roleIds.map((roleId) => insertInto(userRoles, { userId, roleId, grantedBy: null, grantedAt: now }));
  await context.database.rows(
    together(
      {
        invited: found ? undefined : insertInto(users, { ...user, createdAt: now, updatedAt: now }),
        ...Object.fromEntries(roles.map((part, index) => [`role_${index}`, part])),
        token: insertInto(oneTimeTokens, issued.row),
        mailed: outboxInsert(mail),
      },
      sql`select 1 as done`,
    ),
  );
  await nudge(context, [mail]);
  return { userId, token: issued.token };
}

/** The context of a request that nobody made: for domain functions that no route reaches yet. */
export function contextOf({ platform }: { platform: Platform }): Context {
  const request = { id: randomUUID(), clientId: null, ip: '192.0.2.9', userAgent: 'test', browser: 'none' } as const;
  return { ...platform, request };
}
