import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { readStage, type StageInput } from '../../../infra/config.ts';
import { systemClock } from '../../../lambdas/adapters/clock/system.ts';
import { composeLocal, type LocalPlatform } from '../../../lambdas/compose/local.ts';
import { auditInsert, auditRow } from '../../../lambdas/domain/audit/audit.ts';
import { createLog } from '../../../lambdas/kernel/log.ts';
import { checkAudit } from '../../../lambdas/workers/audit-check/check.ts';
import { Findings } from '../../../lambdas/workers/audit-check/findings.ts';
import { disable } from '../../../local/operator/administrator-function.ts';
import { readAuditOptions } from '../../../local/operator/audit-options.ts';
import { auditReport } from '../../../local/operator/audit-report.ts';
import { openLocalAudit, openStageAudit } from '../../../local/operator/audited.ts';
import { readOptions } from '../../../local/options.ts';
import { markLocal } from '../../../local/seed.ts';
import { localConfig } from '../../../local/settings.ts';
import { contextOf } from '../../flows/people.ts';
import { exampleOf } from '../../infra/synthesis.ts';
import { type Answer, type Received, type StandIn, startStandIn } from '../../services/stand-in.ts';

const stage = { ...exampleOf('standard'), name: 'production' } satisfies StageInput;
const config = readStage(stage);
const stageNamed = () => stage;

describe('the audit log of a platform on this machine', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-audit-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function withPlatform(work: (local: LocalPlatform) => Promise<void>): Promise<void> {
    const options = readOptions(['--data', folder], {});
    if (options === 'help') throw new Error('no options');
    const local = await composeLocal({
      config: localConfig(options, 4000),
      clock: systemClock,
      log: createLog({ clock: systemClock, service: 'test', write: () => undefined }),
      dataFolder: folder,
      inMemory: false,
      admit: async () => true,
    });
    try {
      await markLocal(local.platform.database);
      await work(local);
    } finally {
      await local.close();
    }
  }
  async function report(): Promise<string> {
    const audited = await openLocalAudit(folder, undefined);
    try {
      return auditReport(await checkAudit(audited));
    } finally {
      await audited.close();
    }
  }

  it('is checked once the platform has stopped, and a row that was changed is named', async () => {
    const event = { action: 'a.b', resource: 'x', userId: null, actorId: null, outcome: 'success' } as const;
    await withPlatform(async (local) => {
      await local.platform.database.rows(auditInsert(auditRow(contextOf(local), event)));
      await local.sealer.run(60);
    });
    expect(await report()).toBe(
      '1 row stands in the archive, 0 more are sealed.\nAll of them are as they were written.\n',
    );
    await withPlatform(async ({ platform }) => {
      await platform.database.rows(sql`update audit_logs set action = 'c.d'`);
    });
    expect(await report()).toMatch(/^changed: row .* number 1 was changed after it was written\n.*\n1 finding: see/);
    // A database on disk is opened four times, the first time with every migration.
  }, 120_000);
  it('is not looked for where there is none', async () => {
    await expect(openLocalAudit(join(folder, 'none'), undefined)).rejects.toThrow('There is no folder');
    await expect(openLocalAudit(folder, undefined)).rejects.toThrow('There is no database in');
  });
});

describe('the audit log of a stage', () => {
  let lambda: StandIn;
  let answer: Answer;
  let received: Received[];
  const client = () => ({ ...lambda.service, maxAttempts: 1 });
  beforeAll(async () => {
    lambda = await startStandIn((request) => {
      received.push(request);
      return answer;
    });
  });
  beforeEach(() => {
    received = [];
  });
  afterAll(() => lambda.close());

  it('is found by the settings of its sealer, in the chain of its epoch', async () => {
    const Variables = {
      GATEHOUSE_DATABASE_CLUSTER: 'arn:aws:rds:eu-central-1:111111111111:cluster:c',
      GATEHOUSE_DATABASE_SECRET: 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:s',
      GATEHOUSE_DATABASE_NAME: 'gatehouse',
      GATEHOUSE_ARCHIVE_BUCKET: 'seals',
      GATEHOUSE_EPOCH: '2026-01-31T12:00:00Z',
    };
    answer = { status: 200, body: JSON.stringify({ Environment: { Variables } }) };
    const audited = await openStageAudit(config, client());
    expect(audited).toMatchObject({ chain: '20260131T120000000Z', silence: { mostMs: 900_000 } });
    await audited.close();
    expect(decodeURIComponent(received[0]?.url.pathname ?? '')).toContain(
      'function:gatehouse-production-sealer/configuration',
    );
  });
  it('is not checked where the stage is of another version, or not there', async () => {
    answer = { status: 200, body: '{}' };
    await expect(openStageAudit(config, client())).rejects.toThrow('deploy this version first');
    answer = { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body: '{"Message":"no"}' };
    await expect(openStageAudit(config, client())).rejects.toThrow('the stage production is not deployed there');
  });
  it('names accounts to be disabled to the administrator function, some hundreds at once', async () => {
    answer = { status: 200, body: '{"disabled":2}' };
    const ids = Array.from({ length: 501 }, (_, n) => `id-${n}`);
    expect(await disable(config, ids, client())).toBe(4);
    const sent = received.map(({ body }) => (JSON.parse(body.toString()) as { disable: string[] }).disable);
    expect(sent).toEqual([ids.slice(0, 500), ids.slice(500)]);
  });
});

describe('audit:verify', () => {
  it('counts every fault, also where it names the first ones alone', () => {
    const findings = new Findings();
    for (let number = 1; number <= 17; number++) findings.add('changed', `row ${number}`);
    const checked = { findings: findings.all(), found: findings.count(), notes: [], archived: 20, sealedSince: 1 };
    const lines = auditReport(checked).trimEnd().split('\n');
    expect(lines.slice(-4)).toEqual([
      'changed: row 10',
      'changed: 7 more of this kind',
      '20 rows stand in the archive, 1 more is sealed.',
      '17 findings: see docs/operations/audit.md.',
    ]);
  });

  it('takes a stage, or what npm start takes', () => {
    expect(readAuditOptions(['--stage', 'production'], {}, stageNamed)).toMatchObject({
      stage: { name: 'production' },
    });
    expect(readAuditOptions(['--data', '/x', '--database', 'postgres://h/d'], {}, stageNamed)).toEqual({
      dataFolder: '/x',
      database: 'postgres://h/d',
    });
    expect(readAuditOptions([], { GATEHOUSE_DATA: '/y', DATABASE_URL: '' }, stageNamed)).toEqual({
      dataFolder: '/y',
      database: undefined,
    });
  });
  it.each([
    [['--stage', 'production', '--data', '/x'], 'go without it'],
    [['--data', 'memory'], 'keeps nothing'],
    [['--stag', 'production'], "Unknown option '--stag'\nUsage: npm run audit:verify -- [--stage NAME"],
    [['--stage'], 'Usage: npm run audit:verify'],
    [['--help'], /^Usage: npm run audit:verify/],
  ])('refuses %j', (args, message) => {
    expect(() => readAuditOptions(args, {}, stageNamed)).toThrow(message);
  });
});
