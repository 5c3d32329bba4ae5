/** The platform over one filled database, asked in this process by an administrator; its statements can be explained. */
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SQL, sql } from 'drizzle-orm';
import { folderArchive } from '../../lambdas/adapters/archive/folder.ts';
import { systemClock } from '../../lambdas/adapters/clock/system.ts';
import { openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import { memoryKeys } from '../../lambdas/adapters/keys/memory.ts';
import { memoryStore } from '../../lambdas/adapters/kv/memory.ts';
import { openMailbox } from '../../lambdas/adapters/mail/mailbox.ts';
import { givenSecrets } from '../../lambdas/adapters/providers/client-secrets.ts';
import { inProcessQueue } from '../../lambdas/adapters/queue/in-process.ts';
import { api } from '../../lambdas/api.ts';
import { joinInProcess } from '../../lambdas/compose/in-process.ts';
import { openProviders } from '../../lambdas/compose/providers.ts';
import { userRoles } from '../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { planSession, publishSession } from '../../lambdas/domain/session/session.ts';
import { sessionInsert } from '../../lambdas/domain/session/sessions.ts';
import { signedIn } from '../../lambdas/domain/session/signed-in.ts';
import { insertInto, together } from '../../lambdas/domain/statement.ts';
import { users } from '../../lambdas/domain/user/user.table.ts';
import { findUser } from '../../lambdas/domain/user/users.ts';
import { readConfig } from '../../lambdas/kernel/config.ts';
import { newId } from '../../lambdas/kernel/id.ts';
import { createLog } from '../../lambdas/kernel/log.ts';
import { silentMetrics } from '../../lambdas/kernel/metrics.ts';
import type { Database } from '../../lambdas/ports/database.ts';
import { createGateway } from '../../local/gateway/gateway.ts';
import { callThrough } from '../../test/platform/call.ts';

export interface ListPlatform {
  /** Asks; answers the next page's cursor or address. Throws where the answer is not 200. */
  get(path: string): Promise<string | null>;
  /** Nodes of the plans of what the work asks that read a whole table. */
  scans(work: () => Promise<unknown>): Promise<string[]>;
  database: Database;
  close(): Promise<void>;
}

/** A table of a few rows is read whole by any plan. */
const small = /^(roles|permissions|role_permissions|rbac_version|statistics_position|daily_counts)$/;
const clock = systemClock;
const origin = 'https://auth.example.com';

export async function openListPlatform(connectionString: string): Promise<ListPlatform> {
  const database = openNodePostgres({ connectionString, maxConnections: 2 });
  let asked: SQL[] | null = null;
  const watched: Database = {
    ...database,
    rows(statement) {
      asked?.push(statement);
      return database.rows(statement);
    },
  };
  const config = readConfig({
    GATEHOUSE_MODE: 'test',
    GATEHOUSE_ORIGIN: origin,
    GATEHOUSE_MAIL_FROM: 'no-reply@example.com',
    GATEHOUSE_SECURITY_CONTACT: 'mailto:security@example.com',
    GATEHOUSE_RATE_LIMITS: 'false',
  });
  const log = createLog({ clock, service: 'bench', write: () => undefined });
  const queue = inProcessQueue(() => undefined);
  const platform = {
    config,
    clock,
    database: watched,
    store: memoryStore(clock),
    mail: await openMailbox({ clock }),
    queue,
    keys: await memoryKeys(),
    archive: folderArchive(await mkdtemp(join(tmpdir(), 'gatehouse-bench-'))),
    providers: openProviders({ config, clock, secretOf: givenSecrets({}) }),
    log,
    metrics: silentMetrics,
  };
  const { handlers } = joinInProcess(platform);
  const gateway = createGateway({ contracts: Object.values(api), handlers, clock, onFault: () => undefined });
  const call = callThrough(gateway, origin, () => undefined);
  const request = { id: randomUUID(), clientId: null, ip: '192.0.2.9', userAgent: 'bench', browser: 'none' as const };
  const bearer = await administratorOf({ ...platform, request });
  return {
    database,
    async get(path) {
      const answer = await call('GET', path, { headers: { authorization: `Bearer ${bearer}` } });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
      const { next_cursor: next = null } = (answer.body.pagination ?? {}) as { next_cursor?: string | null };
      return next ?? answer.headers.link ?? null;
    },
    async scans(work) {
      asked = [];
      await work();
      const statements = asked;
      asked = null;
      const plans = await Promise.all(statements.map((statement) => planOf(database, statement)));
      return plans.flatMap(wholeReads);
    },
    async close() {
      await queue.close();
      await database.close();
    },
  };
}

type Context = Parameters<typeof planSession>[0];

async function administratorOf(context: Context): Promise<string> {
  const now = clock.now();
  const id = newId(clock);
  const email = `bench-${id}@example.com`;
  const row = { id, email, emailKey: email, name: 'Bench', isActive: true, emailVerifiedAt: now, version: 1 };
  await context.database.rows(insertInto(users, { ...row, createdAt: now, updatedAt: now }));
  const role = { userId: id, roleId: systemRoles.admin, grantedBy: null, grantedAt: now };
  await context.database.rows(insertInto(userRoles, role));
  const user = await findUser(context.database, id);
  if (!user) throw new Error('the administrator is not there');
  const started = await planSession(context, user, { delivery: 'body', deviceName: null, amr: ['pwd'], stepsUp: true });
  await context.database.rows(together({ started: sessionInsert(started.session, null) }, sql`select 1 as done`));
  await publishSession(context, started);
  return (await signedIn(context, started)).data.access_token;
}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Filter?: string;
  Plans?: Plan[];
}

async function planOf(database: Database, statement: SQL): Promise<Plan> {
  const [row] = await database.rows<{ 'QUERY PLAN': { Plan: Plan }[] }>(sql`explain (format json) ${statement}`);
  const plan = row?.['QUERY PLAN'][0]?.Plan;
  if (!plan) throw new Error('no plan');
  return plan;
}

function wholeReads(plan: Plan): string[] {
  const { 'Node Type': kind, 'Relation Name': relation = '' } = plan;
  const own = kind === 'Seq Scan' && !small.test(relation) ? [relation] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(wholeReads)];
}
