/** Jobs: goes on with one, step by step, for as long as its starter may do what it does. */

import { sql } from 'drizzle-orm';
import { announceAudit, auditInsert, auditRow } from '../domain/audit/audit.ts';
import {
  isOver,
  type JobFailure,
  type JobKind,
  type JobOrigin,
  type JobState,
  type JobWork,
  permissionOfJob,
  positionOfJob,
} from '../domain/job/job.ts';
import { findJob, stepTaken } from '../domain/job/jobs.ts';
import { findSession, type SessionAndUser } from '../domain/session/sessions.ts';
import { together, touched } from '../domain/statement.ts';
import type { Context, Platform, Principal } from '../kernel/context.ts';

export type JobWorks = Readonly<Record<JobKind, JobWork>>;

/** `elsewhere`: another worker is at it, and sees it through. */
export type JobOutcome = 'over' | 'unfinished' | 'elsewhere';

export interface JobRunner {
  /**
   * Does steps of the job until it is over or its time here is. `tries` is how often it was begun anew without getting
   * on: at last it fails. Rejects where a step did, and is to be tried again.
   */
  run(jobId: string, tries: number): Promise<JobOutcome>;
}

/** In all some ten minutes of waiting: what still does not work then works no better later. */
const mostTries = 9;

/** `seconds` are for one call of `run`: less than the lease of an outbox row, which is renewed between calls. */
export function createJobRunner(platform: Platform, works: JobWorks, seconds: number): JobRunner {
  const { database, clock } = platform;
  return {
    async run(jobId, tries) {
      const stopAt = clock.now().getTime() + seconds * 1000;
      for (let steps = 0; ; steps += 1) {
        const job = await findJob(database, jobId);
        if (!job || isOver(job)) return 'over';
        if (steps > 0 && clock.now().getTime() >= stopAt) return 'unfinished';
        if (steps === 0 && tries >= mostTries) return (await fail(platform, job, 'internal')) ? 'over' : 'elsewhere';
        const started = await findSession(database, job.sessionId);
        const failure = whyNot(platform, job, started);
        if (failure || !started) return (await fail(platform, job, failure ?? 'starter_gone')) ? 'over' : 'elsewhere';
        if (!(await works[job.kind].step(contextOf(platform, job), job, starter(started)))) return 'elsewhere';
      }
    },
  };
}

/**
 * Why the job does not go on: what its starter may do, and whether they are still there, is looked at anew at each step.
 * A session that was signed out was the starter's own wish and leaves an export, which they come back for; one that ended
 * otherwise may have been somebody else's, and so may the job. Changes are made by a live session alone.
 */
function whyNot({ config }: Platform, job: JobState, found: SessionAndUser | null): JobFailure | null {
  if (!found?.user.row.isActive || found.user.row.deletedAt) return 'starter_gone';
  const { endedAt, endReason, createdAt } = found.session;
  const goesOnWithout = endReason === 'signed_out' && job.kind !== 'users_bulk';
  if (createdAt < config.epoch || (endedAt && !goesOnWithout)) return 'session_ended';
  return found.user.grants.permissions.includes(permissionOfJob[job.kind]) ? null : 'permission_lost';
}

function starter({ session, user }: SessionAndUser): Principal {
  return {
    userId: session.userId,
    sessionId: session.id,
    roles: user.grants.roles,
    permissions: new Set(user.grants.permissions),
    authTime: session.authTime,
    steppedUpAt: session.steppedUpAt,
    amr: session.amr,
  };
}

/** What the job does is audited under its own id, as from where its starter asked for it. */
function contextOf(platform: Platform, job: JobState): Context {
  const { ip, user_agent: userAgent } = job.input.from as JobOrigin;
  return { ...platform, request: { id: job.id, clientId: null, ip, userAgent, browser: 'none' } };
}

/** False where somebody else was first. */
async function fail(platform: Platform, job: JobState, reason: JobFailure): Promise<boolean> {
  const context = contextOf(platform, job);
  const audit = auditRow(context, {
    action: 'job.failed',
    resource: `job:${job.id}`,
    userId: job.userId,
    actorId: null,
    outcome: 'refused',
    details: { kind: job.kind, reason, done: job.done },
  });
  const position = { ...positionOfJob(job), reason };
  const rows = await platform.database.rows(
    together(
      {
        failed: stepTaken(job, { position, ends: 'failed' }, platform.clock.now()),
        audited: auditInsert(audit, touched('failed')),
      },
      sql`select id from failed`,
    ),
  );
  if (rows.length === 0) return false;
  announceAudit(context, audit);
  platform.metrics.count('JobFailed', { kind: job.kind });
  return true;
}
