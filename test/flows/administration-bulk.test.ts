import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { jobWorks } from '../../lambdas/compose/jobs.ts';
import { jobs } from '../../lambdas/domain/job/job.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import type { Platform } from '../../lambdas/kernel/context.ts';
import { createJobRunner } from '../../lambdas/workers/jobs.ts';
import { createOutboxWorker } from '../../lambdas/workers/outbox.ts';
import { describeWith, type PlatformOptions, startPlatform, type TestPlatform } from '../platform.ts';
import {
  ada,
  administrator,
  grace,
  granted,
  type SignedInBrowser,
  sam,
  signedInBrowser,
  signedInWith,
  supporter,
  verifiedUser,
} from './people.ts';
import { auditOf, rowsOf } from './records.ts';

type Action = NonNullable<Parameters<TestPlatform['client']['administration']['startBulk']>[0]>['body']['action'];

let at: TestPlatform;
let root: SignedInBrowser;

const start = (action: Action, ids: string[], { bearer } = root) =>
  at.client.administration.startBulk({ bearer, body: { action, ids } });

/** Starts it with its nudge lost: nobody is at it but whom the test sends. */
async function startUnheard(action: Action, ids: string[]): Promise<string> {
  const { queue } = at.platform;
  const { nudge } = queue;
  queue.nudge = async () => {};
  const answer = await start(action, ids).finally(() => Object.assign(queue, { nudge }));
  if (!answer.ok) throw new Error(answer.code);
  return answer.data.id;
}

/** Starts it, and has it done. */
async function bulk(action: Action, ids: string[], by = root) {
  const answer = await start(action, ids, by);
  if (!answer.ok) throw new Error(answer.code);
  await at.settled();
  const job = await at.client.administration.getJob({ bearer: by.bearer, params: { id: answer.data.id } });
  if (!job.ok) throw new Error(job.code);
  return job.data;
}

/** So many further accounts; their ids. */
async function accounts(count: number): Promise<string[]> {
  const rows = await at.platform.database.rows<{ id: string }>(sql`
    insert into users (id, email, email_key, name, is_active, version, created_at, updated_at, email_verified_at)
    select gen_random_uuid(), n || '@example.com', n || '@example.com', 'Person ' || n, true, 1, now(), now(), now()
    from generate_series(1, ${count}::int) n returning id`);
  return rows.map(({ id }) => id);
}
const userOf = async (id: string) => (await rowsOf(at, users, sql`id = ${id}::uuid`))[0];

function opened(options: PlatformOptions): void {
  beforeAll(async () => {
    at = await startPlatform({ ...options, frozen: true, limits: false });
  });
  beforeEach(async () => {
    await at.reset();
    root = await administrator(at);
  });
  afterAll(() => at.close());
}

describe('a change of many users', () => {
  opened({});

  it('does to each what the route of that alone does, with its audit row and its mail', async () => {
    const [one, two] = [await signedInBrowser(at, ada), await signedInBrowser(at, grace)];
    const job = await bulk('delete', [one.userId, two.userId]);
    expect(job).toMatchObject({ kind: 'users_bulk', state: 'done', done: 2, total: 2, errors: [], parts: 0 });
    for (const { userId, bearer, person } of [one, two]) {
      expect(await userOf(userId)).toMatchObject({ deleted_at: expect.anything() });
      expect((await at.client.account.getMe({ bearer })).status).toBe(401);
      const subjects = (await at.mailbox.list(person.email)).map(({ subject }) => subject);
      expect(subjects.filter((subject) => subject.includes('deleted'))).toHaveLength(1);
    }
    const audited = (await auditOf(at, 'user.deleted')).map(({ user_id, actor_id, request_id }) => [
      user_id,
      actor_id,
      request_id,
    ]);
    expect(audited.sort()).toEqual([one.userId, two.userId].map((id) => [id, root.userId, job.id]).sort());
  });

  it.each([
    ['disable', 'user.disabled'],
    ['delete', 'user.deleted'],
    ['end_sessions', 'sessions.ended'],
    ['password_reset', 'password.reset_asked'],
    ['unlock', 'user.unlocked'],
  ] as const)('%s is the row %s of each', async (action, audited) => {
    const { userId } = await signedInBrowser(at, ada);
    expect(await bulk(action, [userId])).toMatchObject({ state: 'done', errors: [] });
    expect(await auditOf(at, audited)).toMatchObject([{ user_id: userId, actor_id: root.userId }]);
  });

  it('enables and restores what was disabled and deleted before', async () => {
    const { userId } = await verifiedUser(at, ada);
    await bulk('disable', [userId]);
    await bulk('enable', [userId]);
    expect(await userOf(userId)).toMatchObject({ is_active: true });
    await bulk('delete', [userId]);
    await bulk('restore', [userId]);
    expect(await userOf(userId)).toMatchObject({ deleted_at: null, reset_required_at: expect.anything() });
  });

  it('says of each that was refused why, as its own route does, and does the others [A80] [A83]', async () => {
    const [one, two] = [await verifiedUser(at, ada), await verifiedUser(at, grace)];
    const nobody = randomUUID();
    await administrator(at, sam);
    await bulk('delete', [one.userId]);
    const job = await bulk('delete', [nobody, one.userId, root.userId, two.userId]);
    expect(job).toMatchObject({
      state: 'done',
      done: 4,
      errors: [
        { id: nobody, code: 'NOT_FOUND' },
        { id: one.userId, code: 'ALREADY_DONE' },
        { id: root.userId, code: 'FORBIDDEN' },
      ],
    });
    expect(await userOf(two.userId)).toMatchObject({ deleted_at: expect.anything() });
    const refused = (await auditOf(at, 'user.deleted')).filter(({ outcome }) => outcome === 'refused');
    expect(refused).toMatchObject([{ user_id: root.userId, details: { reason: 'own_account' } }]);
  });

  it('changes nobody who holds what its starter lacks, and never the last administrator [A81]', async () => {
    const { database } = at.platform;
    const [role] = await database.rows<{ id: string }>(sql`
      insert into roles (id, name, display_name, description, is_system, created_at)
      values (gen_random_uuid(), 'helper', 'Helper', '', false, now()) returning id`);
    await database.rows(sql`
      insert into role_permissions (role_id, permission_id)
      select ${role?.id}::uuid, id from permissions where name in ('users:read', 'users:write')`);
    await database.rows(sql`update rbac_version set version = version + 1`);
    const helper = await signedInWith(at, grace, [role?.id ?? '']);
    const other = await administrator(at, ada);
    const job = await bulk('disable', [root.userId, other.userId], helper);
    expect(job.errors).toEqual([root.userId, other.userId].map((id) => ({ id, code: 'FORBIDDEN' })));
    expect(await bulk('disable', [other.userId])).toMatchObject({ errors: [] });
  });

  it('takes each id once, and none where an account is so already', async () => {
    const { userId } = await verifiedUser(at, ada);
    const job = await bulk('disable', [userId, userId.toUpperCase(), userId]);
    expect(job).toMatchObject({ done: 1, total: 1, errors: [] });
    expect(await bulk('disable', [userId])).toMatchObject({ state: 'done', done: 1, errors: [] });
    expect(await auditOf(at, 'user.disabled')).toHaveLength(1);
  });

  it('is for who may write users and has shown again who they are, of 1,000 at most', async () => {
    const support = await supporter(at);
    expect(await start('disable', [randomUUID()], support)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    const ids = Array.from({ length: 1001 }, () => randomUUID());
    expect(await start('disable', ids)).toMatchObject({ status: 422 });
    expect(await start('disable', [])).toMatchObject({ status: 422 });
    expect(await start('disable', ['x'])).toMatchObject({ status: 422 });
    expect(await start('promote' as Action, [randomUUID()])).toMatchObject({ status: 422 });
    at.clock.advance(601);
    expect(await start('disable', [randomUUID()])).toMatchObject({ code: 'REAUTHENTICATION_REQUIRED' });
  });

  it('stops in the middle where its starter may no longer, and says so', async () => {
    const id = await startUnheard('disable', await accounts(6));
    let changed = 0;
    const { database } = at.platform;
    const watched: Platform = {
      ...at.platform,
      metrics: {
        ...at.platform.metrics,
        count(name) {
          if (name === 'UserAdministered') changed += 1;
        },
      },
      database: {
        ...database,
        rows: async (query) => {
          if (changed === 3)
            await database.rows(
              sql`delete from user_roles where user_id = ${root.userId}::uuid and role_id = ${systemRoles.admin}::uuid`,
            );
          return database.rows(query);
        },
      },
    };
    await createJobRunner(watched, jobWorks, 40).run(id, 0);
    const job = await at.client.administration.getJob({ bearer: root.bearer, params: { id } });
    expect(job).toMatchObject({ data: { state: 'failed', reason: 'permission_lost', done: 3, errors: [] } });
    const disabled = await rowsOf(at, users, sql`not is_active`);
    expect(disabled).toHaveLength(3);
  });
});

describeWith('PostgreSQL', 'a change of many users, in PostgreSQL', () => {
  opened({ database: 'postgres' });

  it('of 1,000 changes each once', async () => {
    const ids = await accounts(1000);
    const job = await bulk('disable', ids);
    expect(job).toMatchObject({ state: 'done', done: 1000, total: 1000, errors: [] });
    expect(await rowsOf(at, users, sql`not is_active and version = 2`)).toHaveLength(1000);
    expect(await auditOf(at, 'user.disabled')).toHaveLength(1000);
  }, 240_000);

  it('of 1,000 of whom none is there says so of each', async () => {
    const ids = Array.from({ length: 1000 }, () => randomUUID());
    const job = await bulk('delete', ids);
    expect(job).toMatchObject({ state: 'done', done: 1000 });
    expect(job.errors).toEqual(ids.map((id) => ({ id, code: 'NOT_FOUND' })));
  }, 240_000);

  /** Its nudges wake no other worker, which would be at the same job. */
  const silent = (): Platform => ({ ...at.platform, queue: { nudge: async () => {} } });

  it('by two workers at once is done once to each', async () => {
    const id = await startUnheard('delete', await accounts(40));
    const runners = [1, 2, 3].map(() => createJobRunner(silent(), jobWorks, 40));
    const outcomes = await Promise.all(runners.map((runner) => runner.run(id, 0)));
    expect(outcomes).toContain('over');
    await at.settled();
    const job = await at.client.administration.getJob({ bearer: root.bearer, params: { id } });
    expect(job).toMatchObject({ data: { state: 'done', done: 40, errors: [] } });
    expect(await auditOf(at, 'user.deleted')).toHaveLength(40);
    const mails = await at.platform.database.rows(sql`
      select subject_id from outbox where template = 'account_removed' group by subject_id having count(*) > 1`);
    expect(mails).toEqual([]);
  }, 120_000);

  it('survives a kill of its worker before and after any statement, and is done once to each', async () => {
    const ids = await accounts(3);
    const answer = await start('delete', ids);
    if (!answer.ok) throw new Error(answer.code);
    await at.settled();
    const restart = async () => {
      await at.platform.database.rows(sql`update jobs set state = 'queued', step = 0, done = 0, errors = '[]', finished_at = null,
        position = null, input = jsonb_set(input, '{ids}', ${JSON.stringify(ids)}::jsonb)`);
      await at.platform.database.rows(sql`update users set deleted_at = null where id <> ${root.userId}::uuid`);
      await at.platform.database.rows(
        sql`update outbox set done_at = null, attempts = 0, due_at = created_at where kind = 'job'`,
      );
    };
    let kills = 0;
    for (let isKilled = true; isKilled; kills += 1) {
      for (const when of ['before', 'after'] as const) {
        await restart();
        const before = (await auditOf(at, 'user.deleted')).length;
        isKilled = await killedAt(kills, when);
        at.clock.advance(61);
        await createOutboxWorker(silent(), ['job'], createJobRunner(silent(), jobWorks, 40)).sweep();
        const [job] = await rowsOf(at, jobs);
        expect([kills, when, job]).toMatchObject([kills, when, { state: 'done', done: 3, errors: [] }]);
        expect([kills, when, (await auditOf(at, 'user.deleted')).length - before]).toEqual([kills, when, 3]);
      }
    }
    // Three steps of a handful of statements each.
    expect(kills).toBeGreaterThan(15);
  }, 240_000);

  /** A worker whose process ends at that statement; false where it came to its end before. */
  async function killedAt(statement: number, when: 'before' | 'after'): Promise<boolean> {
    const { database } = at.platform;
    let seen = 0;
    let kill: () => void = () => {};
    const killed = new Promise<true>((resolve) => {
      kill = () => resolve(true);
    });
    const dying: Platform = {
      ...silent(),
      database: {
        ...database,
        rows: async (query) => {
          const isLast = seen++ === statement;
          if (isLast && when === 'after') await database.rows(query);
          if (seen <= statement) return database.rows(query);
          kill();
          return new Promise(() => {});
        },
      },
    };
    const worker = createOutboxWorker(dying, ['job'], createJobRunner(dying, jobWorks, 40));
    return Promise.race([killed, worker.sweep().then(() => false)]);
  }

  it('is felt at once by whoever it concerns', async () => {
    const { userId, bearer } = await signedInBrowser(at, ada);
    await granted(at, userId, [systemRoles.support]);
    await bulk('disable', [userId]);
    expect((await at.client.account.getMe({ bearer })).status).toBe(401);
  });
});
