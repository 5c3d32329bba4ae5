import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { JobState, JobWork } from '../../lambdas/domain/job/job.ts';
import { findJob, startJob, stepTaken, takeStep } from '../../lambdas/domain/job/jobs.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { together } from '../../lambdas/domain/statement.ts';
import type { Platform, Principal } from '../../lambdas/kernel/context.ts';
import type { Nudge } from '../../lambdas/ports/queue.ts';
import { createJobRunner } from '../../lambdas/workers/jobs.ts';
import { createOutboxWorker } from '../../lambdas/workers/outbox.ts';
import { administrator, contextOf, type SignedInBrowser } from '../flows/people.ts';
import { auditOf } from '../flows/records.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';

const leaseSeconds = 60;
const total = 5;

let at: TestPlatform;
let root: SignedInBrowser;
/** Nothing is worked off but by the worker of the test. */
let parts: Platform;
let nudged: Nudge[];
/** What the steps did, in order. */
let effects: number[];
/** Called in the middle of each step. */
let during: (place: number) => Promise<void>;

beforeAll(async () => {
  at = await startPlatform({ frozen: true, limits: false });
});
beforeEach(async () => {
  await at.reset();
  root = await administrator(at);
  await at.settled();
  nudged = [];
  effects = [];
  during = async () => {};
  parts = { ...at.platform, queue: { nudge: async (nudges) => void nudged.push(...nudges) } };
});
afterAll(() => at.close());

/** Its effect is a row of the audit log, or anything else that stands in the step's own statement. */
const counting: JobWork = {
  async step(context, job) {
    await during(job.done);
    const done = job.done + 1;
    const taken = stepTaken(job, { done, ...(done === total && { ends: 'done' }) }, context.clock.now());
    const rows = await context.database.rows(together({ taken }, sql`select id from taken`));
    if (rows.length > 0) effects.push(job.done);
    return rows.length > 0;
  },
};

const runner = (seconds = 40) =>
  createJobRunner(parts, { users_bulk: counting, users_export: counting, audit_export: counting }, seconds);
const worker = (seconds?: number) => createOutboxWorker(parts, ['job'], runner(seconds));

async function starterOf({ bearer, userId }: SignedInBrowser): Promise<Principal> {
  const { sid } = JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
  const now = at.clock.now();
  return { userId, sessionId: sid, roles: [], permissions: new Set(), authTime: now, steppedUpAt: now, amr: [] };
}

async function started(by = root): Promise<JobState> {
  const job = {
    kind: 'users_bulk',
    input: { ids: [randomUUID()] },
    total,
    action: 'users.bulk_started',
    details: {},
  } as const;
  return startJob({ ...contextOf(at), ...parts, request: contextOf(at).request }, await starterOf(by), job);
}

const stored = async ({ id }: JobState) => {
  const job = await findJob(at.platform.database, id);
  if (!job) throw new Error('the job is gone');
  return job;
};
const order = async (job: JobState) =>
  (
    await at.platform.database.rows<{ id: string; done: boolean; due: boolean }>(sql`
      select id, done_at is not null as done, due_at <= ${at.clock.now().toISOString()}::timestamptz as due
      from outbox where kind = 'job' and subject_id = ${job.id}::uuid`)
  )[0];

describe('a job', () => {
  it('is kept with the order of its worker and a row of the audit log, and nudged by a way of its own', async () => {
    const job = await started();
    expect(nudged).toEqual([{ kind: 'job', id: (await order(job))?.id }]);
    expect(await auditOf(at, 'users.bulk_started')).toMatchObject([
      { actor_id: root.userId, resource: `job:${job.id}`, outcome: 'success' },
    ]);
  });

  it('runs each step once, then is done and its order with it', async () => {
    const job = await started();
    await worker().sweep();
    expect(effects).toEqual([0, 1, 2, 3, 4]);
    expect(await stored(job)).toMatchObject({ state: 'done', done: total, total, step: total });
    expect(await order(job)).toMatchObject({ done: true });
    await worker().sweep();
    expect(effects).toHaveLength(total);
  });

  it('keeps the ids that it was asked for no longer than until its end', async () => {
    const job = await started();
    const ids = async () =>
      (await at.platform.database.rows(sql`select input -> 'ids' as ids from jobs where id = ${job.id}::uuid`))[0];
    expect(await ids()).toEqual({ ids: [expect.any(String)] });
    await worker().sweep();
    expect(await ids()).toEqual({ ids: null });
  });

  it.each([0, 1, 2, 3, 4])('goes on where its worker was killed at step %i, once the lease is over', async (place) => {
    const job = await started();
    during = (step) => (step === place ? new Promise(() => {}) : Promise.resolve());
    void worker().sweep();
    while ((await stored(job)).done < place) await new Promise((resolve) => setImmediate(resolve));
    expect(await order(job)).toMatchObject({ done: false, due: false });
    during = async () => {};
    expect(await worker().sweep()).toBe(0);
    at.clock.advance(leaseSeconds);
    await worker().sweep();
    expect(effects).toEqual([0, 1, 2, 3, 4]);
    expect(await stored(job)).toMatchObject({ state: 'done', done: total });
  });

  it('goes on from the step that failed, after a wait', async () => {
    const job = await started();
    during = (step) => (step === 2 ? Promise.reject(new Error('broken')) : Promise.resolve());
    await worker().sweep();
    expect(await stored(job)).toMatchObject({ state: 'running', done: 2 });
    during = async () => {};
    at.clock.advance(2);
    await worker().sweep();
    expect(effects).toEqual([0, 1, 2, 3, 4]);
  });

  it('fails in the end where a step never works, and says so', async () => {
    const job = await started();
    during = () => Promise.reject(new Error('broken'));
    for (let tries = 0; tries < 12; tries += 1) {
      await worker().sweep();
      at.clock.advance(3600);
    }
    expect(await stored(job)).toMatchObject({ state: 'failed', position: { reason: 'internal' } });
    expect(await order(job)).toMatchObject({ done: true });
  });

  it('lets others have their turn: after its time it goes on with a nudge of its own', async () => {
    const job = await started();
    nudged = [];
    during = async () => at.clock.advance(1);
    await worker(2).sweep();
    expect(effects).toEqual([0, 1]);
    const named = await order(job);
    expect(named).toMatchObject({ done: false, due: true });
    expect(nudged).toEqual([{ kind: 'job', id: named?.id }]);
    await worker(2).handle({ kind: 'job', id: named?.id ?? '' });
    await worker(2).sweep();
    expect(effects).toEqual([0, 1, 2, 3, 4]);
  });

  it('is left to the other of two workers that meet at one step', async () => {
    const job = await started();
    let other: unknown;
    during = async (step) => {
      during = async () => {};
      if (step === 0) other = await runner().run(job.id, 0);
    };
    expect(await runner().run(job.id, 0)).toBe('elsewhere');
    expect(other).toBe('over');
    expect(effects).toEqual([0, 1, 2, 3, 4]);
  });

  it.each([
    ['permission_lost', sql`delete from user_roles where role_id = ${systemRoles.admin}::uuid`],
    ['starter_gone', sql`update users set is_active = false`],
    ['starter_gone', sql`update users set deleted_at = now()`],
    ['session_ended', sql`update sessions set ended_at = now(), end_reason = 'ended_elsewhere'`],
    ['session_ended', sql`update sessions set ended_at = now(), end_reason = 'password_changed'`],
  ])('fails with %s where that happens between two steps, and does no further one', async (reason, change) => {
    const job = await started();
    during = async (step) => void (step === 2 && (await at.platform.database.rows(change)));
    await worker().sweep();
    expect(effects).toEqual([0, 1, 2]);
    expect(await stored(job)).toMatchObject({ state: 'failed', done: 3, position: { reason } });
    expect(await auditOf(at, 'job.failed')).toMatchObject([
      { user_id: root.userId, actor_id: null, outcome: 'refused', details: { reason, done: 3 } },
    ]);
  });

  it.each([
    ['users_export', 'done'],
    ['users_bulk', 'failed'],
  ] as const)('%s whose starter signed out of their own will is %s', async (kind, state) => {
    const job = await started();
    await at.platform.database.rows(sql`update jobs set kind = ${kind}::text`);
    await root.browser.client.session.logout();
    await worker().sweep();
    expect(await stored(job)).toMatchObject({ state });
  });

  it('takes no step once it is over', async () => {
    const job = await started();
    await worker().sweep();
    const over = await stored(job);
    expect(await takeStep(contextOf(at), over, { done: 0 })).toBe(false);
  });
});
