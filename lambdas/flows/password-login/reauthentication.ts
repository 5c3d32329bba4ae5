/**
 * Step-up by password, or by the code of a factor. The password counts like a sign-in, on the same counters, and is
 * refused where two steps are on; a code counts like one at the second step of a sign-in.
 */
import { sql } from 'drizzle-orm';
import { auditRefusal } from '../../domain/audit/audit.ts';
import { verifyPassword } from '../../domain/credential/password-hash.ts';
import { releaseRefused, reserveAttempt } from '../../domain/credential/password-tries.ts';
import { deviceHash } from '../../domain/device/devices.ts';
import { proveByCode } from '../../domain/factor/code-proof.ts';
import type { CodeFactorKind } from '../../domain/factor/factor.table.ts';
import type { SessionAndUser } from '../../domain/session/sessions.ts';
import { readSignInAccount, type SignInAccount, signInAccount } from '../../domain/session/sign-in-account.ts';
import { stepUp } from '../../domain/session/step-up.ts';
import { isTwoStep, stepUpMethods } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError, invalidFields } from '../../kernel/errors.ts';
import { type Exceeded, giveBack, rateLimited } from '../../kernel/rate-limit.ts';

export interface Proof {
  password?: string | undefined;
  method?: CodeFactorKind | undefined;
  code?: string | undefined;
}

interface Account extends SignInAccount {
  passwordHash: string | null;
}

/**
 * @throws AuthError `REAUTHENTICATION_FAILED`, with the methods that the account takes where it does not take this one;
 * `RATE_LIMITED`; `TOKEN_INVALID` where the session has just ended; 422 for no proof, 400 for two.
 */
export async function reauthenticate(
  context: Context,
  principal: Principal,
  proof: Proof,
  deviceCookie: string | undefined,
): Promise<SessionAndUser> {
  const prove = proverOf(proof);
  const presented = deviceHash(deviceCookie);
  const account = await findAccount(context, principal.userId, presented);
  if (!account) throw new AuthError('TOKEN_INVALID');
  const stepped = await prove(context, principal, account, presented);
  if (!stepped) throw new AuthError('TOKEN_INVALID');
  return stepped;
}

type Prover = (
  context: Context,
  principal: Principal,
  account: Account,
  device: string | null,
) => Promise<SessionAndUser | null>;

function proverOf({ password, method, code }: Proof): Prover {
  if (password !== undefined && code !== undefined)
    throw new AuthError('MALFORMED_REQUEST', { details: { reason: 'send either password, or method and code' } });
  if (password !== undefined) return byPassword(password);
  if (code === undefined) throw invalidFields({ password: 'Send your password, or method and code.' });
  if (method === undefined) throw invalidFields({ method: 'Is required with a code.' });
  return byCode(method, code);
}

function byPassword(password: string): Prover {
  return async (context, principal, account, device) => {
    const { user, ways, deviceId, passwordHash } = account;
    const refused = (reason: string) => refuse(context, principal, account, { method: 'password', reason });
    if (isTwoStep(ways)) throw await refused('second_factor_due');
    const attempt = await reserveAttempt(context, user.row.emailKey, deviceId === null ? null : device);
    if (attempt.refused) {
      await releaseRefused(context, attempt, attempt.refused);
      throw await refuseLimited(context, principal, 'password', attempt.refused);
    }
    const { ok } = await verifyPassword(context, password, passwordHash);
    if (!ok) throw await refused('wrong_password');
    const stepped = await stepUp(context, principal, { method: 'password', amr: ['pwd'] });
    await giveBack(context, attempt.uses);
    return stepped;
  };
}

function byCode(method: CodeFactorKind, code: string): Prover {
  return async (context, principal, account) => {
    const proof = await proveByCode(context, account, { method, code, when: sql`true` });
    if (proof.kind === 'limited') throw await refuseLimited(context, principal, method, proof.exceeded);
    if (proof.kind === 'wrong')
      throw await refuse(context, principal, account, { method, reason: 'wrong_code', hint: proof.hint });
    const { spend, also, amr, alongside } = proof;
    const stepped = await stepUp(context, principal, { method, amr: [...amr, 'mfa'] }, { spend, also });
    // The same code, or a later one, was used in the meantime; or the session is over, which its next request is told.
    if (!stepped) throw await refuse(context, principal, account, { method, reason: 'code_spent' });
    await alongside();
    return stepped;
  };
}

async function findAccount(context: Context, userId: string, presented: string | null): Promise<Account | null> {
  const held = { deviceHash: presented, sessionId: null };
  const [row] = await context.database.rows<Record<string, unknown>>(sql`
    select ${signInAccount(held)},
      (select secret from credentials where user_id = u.id and kind = 'password') as password_hash
    from users u where u.id = ${userId}::uuid and u.deleted_at is null`);
  const account = readSignInAccount(row, held);
  const hash = row?.password_hash;
  return account && { ...account, passwordHash: typeof hash === 'string' ? hash : null };
}

interface Why {
  method: 'password' | CodeFactorKind;
  reason: string;
  hint?: string | undefined;
}

async function refuse(context: Context, principal: Principal, { ways }: Account, why: Why): Promise<AuthError> {
  await audit(context, principal, { ...why });
  context.metrics.count('StepUpFailed', { method: why.method });
  const methods = stepUpMethods(ways);
  return new AuthError('REAUTHENTICATION_FAILED', {
    details: { ...(why.hint && { hint: why.hint }), ...(methods.includes(why.method) ? {} : { methods }) },
  });
}

async function refuseLimited(
  context: Context,
  principal: Principal,
  method: Why['method'],
  exceeded: Exceeded,
): Promise<AuthError> {
  if (exceeded.isFirst) await audit(context, principal, { method, reason: 'rate_limited', limit: exceeded.limit.name });
  return rateLimited(context, exceeded);
}

async function audit(context: Context, principal: Principal, details: Record<string, unknown>): Promise<void> {
  const { userId, sessionId } = principal;
  await auditRefusal(context, {
    action: 'session.stepped_up',
    resource: `session:${sessionId}`,
    userId,
    actorId: userId,
    sessionId,
    details,
  });
}
