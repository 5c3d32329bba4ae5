/** One measure against many accounts, as a job: for each of them the very rule of its own route. */

import type { JobState, JobWork } from '../../domain/job/job.ts';
import { idAt, startJob, stepTaken, takeStep } from '../../domain/job/jobs.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { BulkInput } from './job-routes.ts';
import { changeUser } from './user-change.ts';
import { endUserSessions, resetSecondStep, startPasswordReset, unlockUser } from './user-help.ts';
import { deleteUser, restoreUser } from './user-removal.ts';

type Rule = (context: Context, principal: Principal, userId: string) => Promise<unknown>;

const rules: Readonly<Record<BulkInput['action'], Rule>> = {
  disable: (context, principal, id) => changeUser(context, principal, id, { is_active: false }, null),
  enable: (context, principal, id) => changeUser(context, principal, id, { is_active: true }, null),
  delete: deleteUser,
  restore: restoreUser,
  end_sessions: endUserSessions,
  password_reset: startPasswordReset,
  reset_mfa: resetSecondStep,
  unlock: unlockUser,
};

/** An id that comes twice is done once. */
export function startBulk(context: Context, principal: Principal, { action, ids }: BulkInput): Promise<JobState> {
  const distinct = [...new Set(ids)];
  return startJob(context, principal, {
    kind: 'users_bulk',
    input: { action, ids: distinct },
    total: distinct.length,
    action: 'users.bulk_started',
    details: { action, count: distinct.length },
  });
}

/** A step is one account. */
export const bulkWork: JobWork = {
  async step(context, job, starter) {
    const id = await idAt(context.database, job.id, job.done);
    if (id === undefined) return takeStep(context, job, { ends: 'done' });
    const done = job.done + 1;
    const result = { done, ...(done === job.total && { ends: 'done' as const }) };
    const rule = rules[job.input.action as BulkInput['action']];
    const step: Context['step'] = (when) => stepTaken(job, result, context.clock.now(), when);
    try {
      await rule({ ...context, step }, starter, id);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return takeStep(context, job, { ...result, error: { id, code: error.code } });
    }
    // The rule's own statement has taken it, unless the account was so already and nothing was written.
    await takeStep(context, job, result);
    if (result.ends) context.metrics.count('JobDone', { kind: job.kind });
    return true;
  },
};

/** What is the account's own fault: not the starter's, who is looked at before the next try, and nobody's who is down. */
function isRefusal(error: unknown): error is AuthError {
  return error instanceof AuthError && error.status < 500 && error.code !== 'TOKEN_INVALID';
}
