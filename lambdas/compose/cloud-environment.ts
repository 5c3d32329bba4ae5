/** What a function is told of the resources that it may use: `infra/constructs/environment.ts` writes it. */
import type { SecretNames } from '../adapters/keys/secrets-manager.ts';
import { ConfigurationError } from '../kernel/config.ts';
import { keyPurposes } from '../ports/keys.ts';

export interface CloudEnvironment {
  /** Where CloudWatch shows the metrics. */
  metricsNamespace: string | undefined;
  /** ARNs of the cluster and of its login. */
  database: { cluster: string; secret: string; name: string } | undefined;
  /** The role that `migrate` makes for the functions. */
  databaseAppSecret: string | undefined;
  storeTable: string | undefined;
  cache: { url: string; secret: string } | undefined;
  nudgeTables: { outbox: string; job: string } | undefined;
  /** ARNs by key. */
  secrets: SecretNames;
  edgeSecret: string | undefined;
  mailConfigurationSet: string | undefined;
  archive: { bucket: string; days: number } | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function readCloudEnvironment(environment: Environment): CloudEnvironment {
  const read = (name: string) => environment[`GATEHOUSE_${name}`] || undefined;
  const cluster = read('DATABASE_CLUSTER');
  const storeUrl = read('STORE_URL');
  const bucket = read('ARCHIVE_BUCKET');
  const nudgeTable = read('NUDGE_TABLE');
  return {
    metricsNamespace: read('METRICS_NAMESPACE'),
    database: cluster
      ? { cluster, secret: needed(environment, 'DATABASE_SECRET'), name: needed(environment, 'DATABASE_NAME') }
      : undefined,
    databaseAppSecret: read('DATABASE_APP_SECRET'),
    storeTable: read('STORE_TABLE'),
    cache: storeUrl ? { url: storeUrl, secret: needed(environment, 'STORE_SECRET') } : undefined,
    nudgeTables: nudgeTable ? { outbox: nudgeTable, job: needed(environment, 'JOB_NUDGE_TABLE') } : undefined,
    secrets: secretsIn(read),
    edgeSecret: read('SECRET_EDGE'),
    mailConfigurationSet: read('MAIL_CONFIGURATION_SET'),
    archive: bucket ? { bucket, days: Number(needed(environment, 'ARCHIVE_DAYS')) } : undefined,
  };
}

function secretsIn(read: (name: string) => string | undefined): SecretNames {
  const names: SecretNames = {};
  for (const purpose of ['signing', ...keyPurposes] as const) {
    const arn = read(`SECRET_${purpose.toUpperCase()}`);
    if (arn) names[purpose] = arn;
  }
  const verifying = read('PUBLIC_KEYS');
  return verifying ? { ...names, verifying } : names;
}

/** @throws ConfigurationError where the setting is missing. */
export function needed(environment: Environment, name: string): string {
  const value = environment[`GATEHOUSE_${name}`];
  if (!value) throw new ConfigurationError([`GATEHOUSE_${name} is missing`]);
  return value;
}
