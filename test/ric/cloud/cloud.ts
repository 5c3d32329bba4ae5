import { randomUUID } from 'node:crypto';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Profile } from '../../../infra/config.ts';
import { databaseName } from '../../../infra/constructs/database.ts';
import type { Resources } from '../../../infra/constructs/resources.ts';
import { type KeySecret, keySecrets } from '../../../infra/constructs/secrets.ts';
import { systemClock } from '../../../lambdas/adapters/clock/system.ts';
import { type Mailbox, openMailbox } from '../../../lambdas/adapters/mail/mailbox.ts';
import { nudgeKey } from '../../../lambdas/adapters/queue/nudge-schema.ts';
import type { DataApiServer } from '../../services/data-api/server.ts';
import { type DynamoDb, freshTable, startDynamoDb } from '../../services/dynamodb.ts';
import { type FaultyService, startFaultyService } from '../../services/faulty-service.ts';
import { type S3, startS3 } from '../../services/s3.ts';
import { type SecretsManager, startSecretsManager } from '../../services/secrets-manager.ts';
import { startSes } from '../../services/ses.ts';
import { type AccessControl, startAccessControl } from './access.ts';
import { type Cache, startCache } from './cache.ts';
import { configurationSetArn, identityArn, secretArn, tableArn } from './calls.ts';
import { startCluster } from './database.ts';
import { type FunctionSettings, functionsOf, stageOf } from './roles.ts';

/** An account of AWS with the resources of one stage, on loopback. */
export interface Cloud {
  resources: Resources;
  functions: readonly FunctionSettings[];
  access: AccessControl;
  secrets: SecretsManager;
  dynamoDb: DynamoDb;
  cluster: DataApiServer;
  /** Of the standard profile. */
  cache: Cache | undefined;
  /** The mail service and DynamoDB, as functions reach them. */
  mailService: FaultyService;
  tables: FaultyService;
  /** What the mail service was given. */
  inbox: Mailbox;
  /** Where seals of the audit log go. */
  archive: S3;
  /** Writes a secret as if that had been so long ago. */
  age(secret: string, seconds: number): void;
  stop(): Promise<void>;
}

const owner = secretArn('owner');
const archiveBucket = 'gatehouse-archive';

export async function startCloud(profile: Profile): Promise<Cloud> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => void (await Promise.all(stops.map((end) => end())));
  /** Whatever was started is stopped, also where a later one does not start. */
  async function kept<T extends { close(): Promise<unknown> } | { stop(): Promise<unknown> }>(
    starting: Promise<T>,
  ): Promise<T> {
    const started = await starting;
    stops.push(() => ('stop' in started ? started.stop() : started.close()));
    return started;
  }

  try {
    let secondsAgo = 0;
    const secrets = await kept(startSecretsManager(() => systemClock.now().getTime() - secondsAgo * 1000));
    const inbox = await openMailbox({ clock: systemClock });
    const dynamoDb = await kept(startDynamoDb());
    const tables = await kept(startFaultyService(dynamoDb.port));
    const ses = await kept(startSes((mail) => inbox.send(mail)));
    const mailService = await kept(startFaultyService(ses.port));
    const archive = await kept(startS3(archiveBucket));
    const cache = profile === 'standard' ? await kept(startCache()) : undefined;
    const names = await writeSecrets(secrets, cache);
    const cluster = await kept(startCluster(secrets, { owner, app: names.databaseApp }));
    const resources = await resourcesOf(profile, { dynamoDb, cluster, cache, names });
    const functions = functionsOf(resources);
    const access = await kept(
      startAccessControl({
        ports: {
          dynamodb: portOf(tables),
          ses: portOf(mailService),
          secretsmanager: secrets.port,
          'rds-data': cluster.port,
          s3: archive.port,
        },
        roles: new Map(functions.map(({ name, statements }) => [name, statements])),
      }),
    );
    return {
      resources,
      functions,
      access,
      secrets,
      dynamoDb,
      cluster,
      cache,
      mailService,
      tables,
      inbox,
      archive,
      age(secret, seconds) {
        secondsAgo = seconds;
        secrets.replace(secret, secrets.valueOf(secret));
        secondsAgo = 0;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface SecretArns {
  keys: Record<KeySecret, string>;
  publicKeys: string;
  edge: string;
  databaseApp: string;
  store: string;
}

/** As CloudFormation makes them: keys are still to be made, the edge has one of its two values. */
async function writeSecrets(secrets: SecretsManager, cache: Cache | undefined): Promise<SecretArns> {
  const write = (name: string, text: string) => {
    secrets.replace(secretArn(name), text);
    return secretArn(name);
  };
  const username = `functions_${randomUUID().replaceAll('-', '')}`;
  return {
    keys: Object.fromEntries(
      keySecrets.map((purpose) => [purpose, write(`key-${purpose}`, '{}')]),
    ) as SecretArns['keys'],
    publicKeys: write('public-keys', '{}'),
    edge: write('edge', JSON.stringify({ a: randomUUID() })),
    databaseApp: write('database-app', JSON.stringify({ username, password: randomUUID() })),
    store: write('store', JSON.stringify(cache?.login ?? {})),
  };
}

interface Parts {
  dynamoDb: DynamoDb;
  cluster: DataApiServer;
  cache: Cache | undefined;
  names: SecretArns;
}

async function resourcesOf(profile: Profile, { dynamoDb, cluster, cache, names }: Parts): Promise<Resources> {
  const config = stageOf(profile);
  const table = async (key?: string) => {
    const name = await freshTable(dynamoDb, key);
    return { name, arn: tableArn(name) };
  };
  return {
    config,
    key: { keyArn: 'arn:aws:kms:eu-west-1:000000000000:key/platform' } as IKey,
    database: {
      clusterArn: cluster.options.resourceArn,
      name: databaseName,
      ownerSecretArn: owner,
      appSecretArn: names.databaseApp,
    },
    storeTable: await table(),
    nudgeTable: await table(nudgeKey),
    jobNudgeTable: await table(nudgeKey),
    cache: cache && { url: cache.url, secretArn: names.store },
    keySecretArns: names.keys,
    publicKeysArn: names.publicKeys,
    edgeSecretArn: names.edge,
    providerSecretArns: [],
    archiveBucket,
    mail: {
      identityArns: [identityArn(config.mail.from.slice(config.mail.from.indexOf('@') + 1))],
      configurationSetName: 'gatehouse-mail',
      configurationSetArn: configurationSetArn('gatehouse-mail'),
    },
  };
}

function portOf({ service: { endpoint } }: FaultyService): number {
  return Number(new URL(endpoint).port);
}
