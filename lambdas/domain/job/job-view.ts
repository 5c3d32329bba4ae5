import type * as z from 'zod/mini';
import type { job as jobView } from '../../kernel/http/fields.ts';
import { isOver, type JobError, type JobState, positionOfJob, resultSeconds } from './job.ts';

/** Mapped by hand: what was asked for, and by which session, is not shown. */
export function viewOfJob(job: JobState, errors: JobError[]): z.input<typeof jobView> {
  const { parts = 0, reason = null } = positionOfJob(job);
  const until = job.finishedAt && new Date(job.finishedAt.getTime() + resultSeconds * 1000);
  const isKnown = job.total > 0 || isOver(job);
  return {
    id: job.id,
    kind: job.kind,
    state: job.state,
    reason,
    done: job.done,
    total: isKnown ? job.total : null,
    errors,
    parts,
    created_at: job.createdAt.toISOString(),
    finished_at: job.finishedAt?.toISOString() ?? null,
    result_until: parts > 0 ? (until?.toISOString() ?? null) : null,
  };
}
