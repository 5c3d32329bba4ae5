import type * as kms from 'aws-cdk-lib/aws-kms';
import type { StageConfig } from '../config.ts';
import type { DataStack } from '../stacks/data.ts';
import type { EmailStack } from '../stacks/email.ts';
import { databaseName } from './database.ts';
import type { KeySecret } from './secrets.ts';

/** What functions may be let at, as names and ARNs: grants and environments are made from nothing else. */
export interface Resources {
  config: StageConfig;
  key: kms.IKey;
  database: { clusterArn: string; name: string; ownerSecretArn: string; appSecretArn: string };
  /** In the economy profile every function's store, in the standard one that of functions outside the network. */
  storeTable: Table;
  /** The cache of the standard profile. */
  cache: { url: string; secretArn: string } | undefined;
  nudgeTable: Table;
  /** Jobs have one of their own, for two workers read the stream of the other. */
  jobNudgeTable: Table;
  keySecretArns: Readonly<Record<KeySecret, string>>;
  publicKeysArn: string;
  edgeSecretArn: string;
  providerSecretArns: readonly string[];
  archiveBucket: string;
  mail: { identityArns: readonly string[]; configurationSetName: string; configurationSetArn: string };
}

interface Table {
  arn: string;
  name: string;
}

export function resourcesOf(config: StageConfig, data: DataStack, email: EmailStack): Resources {
  const { database, secrets, store, nudges, jobNudges, cache, archive } = data;
  return {
    config,
    key: data.key.key,
    database: {
      clusterArn: database.cluster.clusterArn,
      name: databaseName,
      ownerSecretArn: database.ownerSecretArn,
      appSecretArn: secrets.databaseApp.secretArn,
    },
    storeTable: { arn: store.table.tableArn, name: store.table.tableName },
    cache: cache && secrets.store ? { url: cache.url, secretArn: secrets.store.secretArn } : undefined,
    nudgeTable: { arn: nudges.table.tableArn, name: nudges.table.tableName },
    jobNudgeTable: { arn: jobNudges.table.tableArn, name: jobNudges.table.tableName },
    keySecretArns: Object.fromEntries(
      Object.entries(secrets.keys).map(([purpose, secret]) => [purpose, secret.secretArn]),
    ) as Record<KeySecret, string>,
    publicKeysArn: secrets.publicKeys.secretArn,
    edgeSecretArn: secrets.edge.secretArn,
    providerSecretArns: [...secrets.providers.values()].map(({ secretArn }) => secretArn),
    archiveBucket: archive.bucket.bucketName,
    mail: {
      identityArns: email.identity.arns,
      configurationSetName: email.identity.configurationSetName,
      configurationSetArn: email.identity.configurationSetArn,
    },
  };
}
