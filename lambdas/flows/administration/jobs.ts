/** What became of the work that takes longer than a request: its starter alone is told. */
import { type ExportQuery, fileNames } from '../../domain/export/export.ts';
import {
  type JobError,
  type JobState,
  permissionsOfResult,
  positionOfJob,
  resultSeconds,
} from '../../domain/job/job.ts';
import { findJobOf, findJobPart, jobErrors } from '../../domain/job/jobs.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { ExportPart } from '../../kernel/http/export-file.ts';

export interface JobReport {
  job: JobState;
  errors: JobError[];
}

/** @throws AuthError 404 also for one that somebody else has started. */
export async function getJob(context: Context, { userId }: Principal, id: string): Promise<JobReport> {
  const job = await ownJob(context, userId, id);
  return { job, errors: job.kind === 'users_bulk' ? await jobErrors(context.database, id) : [] };
}

/**
 * @throws AuthError `CONFLICT` while the job is not done; `FORBIDDEN` where its starter may no longer see what it made;
 *   404 where it made nothing, or its time is over.
 */
export async function getJobResult(
  context: Context,
  { userId, permissions }: Principal,
  id: string,
  part: number,
): Promise<ExportPart> {
  const job = await ownJob(context, userId, id);
  if (permissionsOfResult(job).some((name) => !permissions.has(name))) throw new AuthError('FORBIDDEN');
  if (job.state === 'queued' || job.state === 'running') throw new AuthError('CONFLICT');
  const body = isKept(context, job) ? await partOf(context, job, part) : null;
  if (body === null) throw new AuthError('NOT_FOUND');
  const { parts = 0 } = positionOfJob(job);
  const next = part < parts ? `${context.config.origin}/api/v1/jobs/${id}/result?part=${part + 1}` : null;
  const { format } = job.input.query as ExportQuery;
  return { body, format, name: fileNames[job.kind === 'users_export' ? 'users' : 'audit'], next };
}

/** An export of nothing is an empty file. */
async function partOf({ database }: Context, job: JobState, part: number): Promise<string | null> {
  const { parts = 0 } = positionOfJob(job);
  return parts === 0 && part === 1 ? '' : findJobPart(database, job.id, part);
}

function isKept({ clock }: Context, { kind, state, finishedAt }: JobState): boolean {
  const age = clock.now().getTime() - (finishedAt?.getTime() ?? 0);
  return kind !== 'users_bulk' && state === 'done' && age < resultSeconds * 1000;
}

async function ownJob(context: Context, userId: string, id: string): Promise<JobState> {
  const job = await findJobOf(context.database, id, userId);
  if (!job) throw new AuthError('NOT_FOUND');
  return job;
}
