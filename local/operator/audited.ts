/** What a check of the audit log reads: database and archive of a stage, or of this machine. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import type { StageConfig } from '../../infra/config.ts';
import { functionName } from '../../infra/names.ts';
import { folderArchive } from '../../lambdas/adapters/archive/folder.ts';
import { s3Archive } from '../../lambdas/adapters/archive/s3.ts';
import { systemClock } from '../../lambdas/adapters/clock/system.ts';
import { openDataApi } from '../../lambdas/adapters/database/data-api.ts';
import { openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import { openPglite } from '../../lambdas/adapters/database/pglite.ts';
import { auditChain } from '../../lambdas/domain/audit/audit-chain.ts';
import type { AuditCheck } from '../../lambdas/workers/audit-check/check.ts';
import { lockFolder } from '../lock.ts';
import { explained } from './administrator-function.ts';

export interface Audited extends AuditCheck {
  close(): Promise<void>;
}

/** A stage that never sleeps has sealed what is older. */
const silenceMs = 900_000;
/** Nobody waits for an answer: a paused cluster takes its time, and a statement looks at thousands of rows. */
const patience = { resumeSeconds: 90, statementSeconds: 45, callSeconds: 150 };

/**
 * Of this machine. The platform must be stopped where the database is the embedded one.
 *
 * @throws Error with one sentence where nothing is there or the folder is in use.
 */
export async function openLocalAudit(dataFolder: string, databaseUrl: string | undefined): Promise<Audited> {
  if (!existsSync(dataFolder)) throw new Error(`There is no folder ${dataFolder}: name it by --data`);
  const folder = join(dataFolder, 'database');
  if (databaseUrl === undefined && !existsSync(folder)) throw new Error(`There is no database in ${dataFolder}`);
  const lock = databaseUrl === undefined ? lockFolder(dataFolder, systemClock.now()) : undefined;
  const database =
    databaseUrl === undefined
      ? await openPglite({ folder })
      : openNodePostgres({ connectionString: databaseUrl, onError: () => undefined });
  const close = async () => {
    await database.close();
    lock?.release();
  };
  try {
    const config = { mode: 'local', epoch: new Date(process.env.GATEHOUSE_EPOCH || 0) } as const;
    const chain = await auditChain({ config, database });
    return {
      database,
      archive: folderArchive(join(dataFolder, 'archive')),
      chain,
      now: systemClock.now(),
      silence: null,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Of a stage, by the settings of its sealer and the credentials of whoever asks.
 *
 * @throws Error with one sentence where AWS refuses or the stage is not deployed.
 */
export async function openStageAudit(stage: StageConfig, client: LambdaClientConfig = {}): Promise<Audited> {
  const { region } = stage;
  const settings = await settingsOfSealer(stage, client);
  const read = (name: string) => {
    const value = settings[`GATEHOUSE_${name}`];
    if (!value) throw new Error(`The sealer of ${stage.name} has no GATEHOUSE_${name}: deploy this version first`);
    return value;
  };
  const service = { region };
  const database = openDataApi({
    resourceArn: read('DATABASE_CLUSTER'),
    secretArn: read('DATABASE_SECRET'),
    database: read('DATABASE_NAME'),
    service,
    ...patience,
  });
  const retention = { mode: 'COMPLIANCE', days: stage.retention.archiveDays } as const;
  const archive = s3Archive({ clock: systemClock, bucket: read('ARCHIVE_BUCKET'), retention, service });
  const chain = await auditChain({ config: { mode: 'cloud', epoch: new Date(read('EPOCH')) }, database });
  const sleeps = stage.capacity.database.minAcu === 0;
  const silence = sleeps ? null : { mostMs: silenceMs };
  return { database, archive, chain, now: systemClock.now(), silence, close: () => database.close() };
}

async function settingsOfSealer(stage: StageConfig, client: LambdaClientConfig): Promise<Record<string, string>> {
  const lambda = new LambdaClient({ region: stage.region, ...client });
  const name = functionName(stage, 'sealer');
  try {
    const FunctionName = `arn:aws:lambda:${stage.region}:${stage.account}:function:${name}`;
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    return Environment?.Variables ?? {};
  } catch (error) {
    throw explained(error, stage, name, 'read the settings of');
  } finally {
    lambda.destroy();
  }
}
