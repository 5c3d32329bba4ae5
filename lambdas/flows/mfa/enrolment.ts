/** Setting a factor that makes codes up, and taking it away. */
import { type SQL, sql } from 'drizzle-orm';
import { renderSVG } from 'uqr';
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import type { CodeFactorKind, FactorRow } from '../../domain/factor/factor.table.ts';
import { openOrAlarm, sealSecret } from '../../domain/factor/factor-secret.ts';
import { triesDelete } from '../../domain/factor/factor-tries.ts';
import { enrolmentUpsert, factorsDelete, findEnrolment } from '../../domain/factor/factors.ts';
import { matchCode, newSecret, otpauthUri } from '../../domain/factor/one-time-code.ts';
import { planRecoveryCodes, recoveryCodesDelete } from '../../domain/factor/recovery-codes.ts';
import { at, together, touched } from '../../domain/statement.ts';
import { findUser } from '../../domain/user/users.ts';
import { isTwoStep } from '../../domain/user/ways-in.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/id.ts';
import { changeFactors, type Owner } from './factor-change.ts';

/** How long an enrolment waits for its first code: long enough to find an app and install it. */
export const enrolmentSeconds = 3600;

export interface Enrolment {
  secret: string;
  otpauthUri: string;
  qrSvg: string;
}

/** Begins to set a factor up; an earlier beginning is void. Nothing asks for the factor before `confirm`. */
export async function enrol(context: Context, principal: Principal, kind: CodeFactorKind): Promise<Enrolment> {
  const user = await findUser(context.database, principal.userId);
  if (!user) throw new AuthError('TOKEN_INVALID');
  const secret = newSecret();
  const id = newId(context.clock);
  const sealed = sealSecret(await context.keys.ring('factor'), { id, userId: user.row.id, kind }, secret);
  const row: FactorRow = {
    id,
    userId: user.row.id,
    kind,
    sealed,
    counter: 0,
    createdAt: context.clock.now(),
    confirmedAt: null,
    lastUsedAt: null,
  };
  const audit = auditRow(context, {
    action: 'factor.enrolment_started',
    resource: `factor:${id}`,
    userId: user.row.id,
    actorId: user.row.id,
    outcome: 'success',
    sessionId: principal.sessionId,
    details: { factor: kind },
  });
  await context.database.rows(
    together({ enrolled: enrolmentUpsert(row), audited: auditInsert(audit) }, sql`select 1 as done`),
  );
  announceAudit(context, audit);
  const uri = otpauthUri(kind, secret, context.config.brand.name, user.row.email);
  return { secret, otpauthUri: uri, qrSvg: renderSVG(uri, { border: 4 }) };
}

/**
 * Turns the factor on by its first code, which is used up by that. Answers a set of recovery codes where the account has
 * none that is left.
 *
 * @throws AuthError 422 with `details.fields.code` where the code is wrong, or of an enrolment that another one has
 * replaced or that has waited too long.
 */
export async function confirm(
  context: Context,
  principal: Principal,
  kind: CodeFactorKind,
  code: string,
): Promise<string[]> {
  return changeFactors(context, principal, async (owner) => {
    const begunAfter = new Date(context.clock.now().getTime() - enrolmentSeconds * 1000);
    const open = await findEnrolment(context.database, principal.userId, kind, begunAfter);
    if (!open) throw wrongCode('This set-up is over. Begin again.');
    const secret = await openOrAlarm(context, open);
    if (secret === null) throw wrongCode('This set-up is damaged. Begin again.');
    const now = context.clock.now();
    const match = matchCode(kind, secret, code, { counter: open.counter, now, forward: true });
    if (match.kind === 'wrong') throw wrongCode('This code is wrong.', match.hint);
    return confirmation(context, owner, open, match.counter);
  });
}

async function confirmation(context: Context, { ways }: Owner, open: FactorRow, counter: number) {
  const { kind, userId } = open;
  const replaces = ways[kind];
  const when = touched('changed');
  const codes = ways.recoveryCodes === 0 ? await planRecoveryCodes(context, userId, when) : null;
  return {
    answer: codes?.shown ?? [],
    audit: { action: 'factor.added', resource: `factor:${open.id}`, details: { factor: kind, replaced: replaces } },
    mail: { template: 'factor_added' as const, factor: kind },
    // Two steps are on from here on, or a factor went: what was proven less, or by what is no more, ends.
    endsOthers: replaces || !isTwoStep(ways),
    first: {
      open: sql`select id from factors where id = ${open.id}::uuid and confirmed_at is null for update`,
    },
    when: touched('open'),
    writes: {
      replaced: sql`
        delete from factors
        where user_id = ${userId}::uuid and kind = ${kind}::text and confirmed_at is not null and ${when} returning id`,
      // The old row goes first: one factor of a kind is confirmed at a time.
      confirmed: sql`
        update factors set confirmed_at = ${at(context.clock.now())}, counter = ${counter}::int
        where id = ${open.id}::uuid and ${when} and (select count(*) from replaced) >= 0`,
      tries_void: triesDelete(userId, kind, when),
      ...codes?.parts,
    },
  };
}

/**
 * Takes the factor away. With the last one two steps are off, and the recovery codes go too.
 *
 * @throws AuthError 404 where there is none.
 */
export async function remove(context: Context, principal: Principal, kind: CodeFactorKind): Promise<undefined> {
  const { userId } = principal;
  return changeFactors(context, principal, async ({ ways }) => {
    if (!ways[kind]) throw new AuthError('NOT_FOUND');
    const when = touched('changed');
    const isLast = !isTwoStep({ ...ways, [kind]: false });
    const recovery: Record<string, SQL> = isLast
      ? {
          codes_void: recoveryCodesDelete(userId, when),
          code_tries_void: triesDelete(userId, 'recovery_code', when),
        }
      : {};
    return {
      answer: undefined,
      audit: { action: 'factor.removed', resource: `user:${userId}`, details: { factor: kind, two_step: !isLast } },
      mail: { template: 'factor_removed' as const, factor: kind },
      endsOthers: true,
      writes: {
        removed: factorsDelete(userId, kind, when),
        tries_void: triesDelete(userId, kind, when),
        ...recovery,
      },
    };
  });
}

/**
 * A fresh set of recovery codes; the old one is dead.
 *
 * @throws AuthError 409 where two steps are off: there is nothing to recover from.
 */
export async function replaceRecoveryCodes(context: Context, principal: Principal): Promise<string[]> {
  const { userId } = principal;
  return changeFactors(context, principal, async ({ ways }) => {
    if (!isTwoStep(ways)) throw new AuthError('CONFLICT');
    const when = touched('changed');
    const codes = await planRecoveryCodes(context, userId, when);
    return {
      answer: codes.shown,
      audit: { action: 'recovery_codes.replaced', resource: `user:${userId}`, details: {} },
      mail: { template: 'factor_added' as const, factor: 'recovery_codes' as const },
      endsOthers: true,
      writes: {
        codes_void: recoveryCodesDelete(userId, when),
        tries_void: triesDelete(userId, 'recovery_code', when),
        ...codes.parts,
      },
    };
  });
}

function wrongCode(sentence: string, hint?: string): AuthError {
  return new AuthError('VALIDATION_FAILED', { details: { fields: { code: sentence }, ...(hint && { hint }) } });
}
