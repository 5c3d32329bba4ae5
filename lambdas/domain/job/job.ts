/** What a job may be, whatever it does. The states and their changes: docs/flows/administration.md. */
import type * as z from 'zod/mini';
import type { Context, Principal } from '../../kernel/context.ts';
import type { ErrorCode } from '../../kernel/errors.ts';
import type { jobFailure } from '../../kernel/http/fields.ts';
import type { JobRow } from './job.table.ts';

export type JobKind = JobRow['kind'];

/** A job but for what went wrong, which is much. */
export type JobState = Omit<JobRow, 'errors'>;

/** Which id of many could not be done, and why. */
export interface JobError {
  id: string;
  code: ErrorCode;
}

/** What its starter must hold, when it starts and again at each step. */
export const permissionOfJob: Readonly<Record<JobKind, string>> = {
  users_bulk: 'users:write',
  users_export: 'users:read',
  audit_export: 'audit:read',
};

/** What whoever fetches the result must hold: an export of the audit log may name accounts (`input.names`). */
export function permissionsOfResult({ kind, input }: Pick<JobState, 'kind' | 'input'>): string[] {
  return [permissionOfJob[kind], ...(input.names === true ? ['users:read'] : [])];
}

/** How long a result can be read, and how long it is said what became of a job, since its end. */
export const resultSeconds = 86_400;
export const jobSeconds = 7 * 86_400;

/** Why a job failed. */
export type JobFailure = z.output<typeof jobFailure>;

/** Where a job stands, as its kind of work wants to know; `reason` where it failed. */
export interface JobPosition {
  /** Parts of the result that are written. */
  parts?: number;
  /** The last row that was read. */
  after?: readonly (string | null)[] | null;
  reason?: JobFailure;
}

/** From where its starter asked for it: its changes are audited as the starter's own. */
export interface JobOrigin {
  ip: string;
  user_agent: string;
}

/** How a kind of job is done. */
export interface JobWork {
  /**
   * Does one step, whose writes stand in one statement with `stepTaken`: of two workers at one step one writes. Answers
   * false where another was first.
   */
  step(context: Context, job: JobState, starter: Principal): Promise<boolean>;
}

export function positionOfJob(job: JobState): JobPosition {
  return (job.position ?? {}) as JobPosition;
}

export function isOver({ state }: Pick<JobRow, 'state'>): boolean {
  return state === 'done' || state === 'failed';
}
