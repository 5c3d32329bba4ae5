import * as iam from 'aws-cdk-lib/aws-iam';
import type { Contract, Need } from '../../lambdas/kernel/http/contract.ts';
import type { Resources } from './resources.ts';
import { type KeySecret, keySecrets } from './secrets.ts';

/** One thing that a function may do. */
export type Grant =
  /** Statements as the application's role, which can add audit rows and change none. */
  | 'database'
  /** Statements as the owner of the database, and the secret of the application's role. */
  | 'database-owner'
  | 'store'
  /** Sign-ins that wait for their second factor: in the table that functions inside and outside of the network share. */
  | 'pending-sign-ins'
  | 'nudge'
  | 'send-mail'
  | 'edge'
  | 'public-keys'
  | 'providers'
  /** Knows settings of functions that reach what it cannot. */
  | 'settings'
  /** Puts audit seals into the archive, and can neither read nor remove one. */
  | 'archive'
  /** Makes and replaces the keys of every purpose. */
  | 'rotate-keys'
  | `key:${KeySecret}`;

/** What a contract's `needs` let its function at; design decision 13. `internet` decides where it stands besides. */
export const grantsOfNeed: Readonly<Record<Need, readonly Grant[]>> = {
  // List cursors are signed: whoever reads rows answers lists.
  database: ['database', 'key:cursor'],
  store: ['store'],
  hash: ['key:pepper'],
  sign: ['key:signing', 'key:refresh', 'key:csrf', 'pending-sign-ins'],
  encrypt: ['key:factor', 'key:recovery'],
  mail: ['key:outbox', 'key:code', 'nudge'],
  internet: ['providers'],
  settings: ['settings'],
};

/** Where the public keys are published (RFC 7517). */
const publishedKeys = '/.well-known/jwks.json';

/** What the function of a flow is let at: its needs, the edge's secret, public keys where it reads or publishes them. */
export function grantsOf({ needs, routes }: Contract): Grant[] {
  const usesPublicKeys = Object.values(routes).some(
    ({ access, path }) => access !== 'public' || path === publishedKeys,
  );
  const granted = needs.flatMap((need) => grantsOfNeed[need]);
  return [...new Set<Grant>([...granted, 'edge', ...(usesPublicKeys ? (['public-keys'] as const) : [])])];
}

/** Where a function stands, which decides the store that it talks to. */
export interface Placement {
  inNetwork: boolean;
}

/** The policy statements of the grants; each names its resources one by one. */
export function statementsOf(
  grants: readonly Grant[],
  resources: Resources,
  placement: Placement,
): iam.PolicyStatement[] {
  const secrets = [...new Set(grants.flatMap((grant) => secretsOf(grant, resources, placement)))];
  return [
    ...grants.flatMap((grant) => ownStatements(grant, resources, placement)),
    ...(secrets.length > 0 ? [allow(['secretsmanager:GetSecretValue'], secrets), decrypt(resources)] : []),
  ];
}

/** ARNs of the secrets that a grant lets read. */
export function secretsOf(grant: Grant, resources: Resources, { inNetwork }: Placement): string[] {
  const { database, cache, keySecretArns } = resources;
  switch (grant) {
    case 'database':
      return [database.appSecretArn];
    case 'database-owner':
      return [database.ownerSecretArn, database.appSecretArn];
    case 'store':
      return inNetwork && cache ? [cache.secretArn] : [];
    case 'edge':
      return [resources.edgeSecretArn];
    case 'public-keys':
      return [resources.publicKeysArn];
    case 'providers':
      return [...resources.providerSecretArns];
    case 'rotate-keys':
      return [...rotated(resources)];
    case 'pending-sign-ins':
    case 'nudge':
    case 'send-mail':
    case 'settings':
    case 'archive':
      return [];
    default:
      return [keySecretArns[purposeOf(grant)]];
  }
}

function ownStatements(grant: Grant, resources: Resources, { inNetwork }: Placement): iam.PolicyStatement[] {
  const { database, storeTable, nudgeTable, jobNudgeTable, mail, config } = resources;
  switch (grant) {
    case 'database':
      return [dataApi(database.clusterArn)];
    case 'database-owner':
      return [dataApi(database.clusterArn), rotate([database.appSecretArn]), encrypt(resources)];
    case 'store':
      return inNetwork ? [] : [keyValues(storeTable.arn)];
    case 'pending-sign-ins':
      // Outside of the network it is the store itself.
      return inNetwork ? [keyValues(storeTable.arn)] : [];
    case 'nudge':
      return [allow(['dynamodb:BatchWriteItem'], [nudgeTable.arn, jobNudgeTable.arn])];
    case 'send-mail':
      return [
        allow(['ses:SendEmail'], [...mail.identityArns, mail.configurationSetArn], {
          StringEquals: { 'ses:FromAddress': config.mail.from },
        }),
      ];
    case 'archive':
      // S3 asks for the second where a put says how long it locks (PutObject, x-amz-object-lock-mode).
      return [allow(['s3:PutObject', 's3:PutObjectRetention'], [sealsIn(resources.archiveBucket)])];
    case 'rotate-keys':
      return [rotate(rotated(resources)), encrypt(resources)];
    default:
      return [];
  }
}

/** Every name that a seal may have. */
export function sealsIn(bucket: string): string {
  return `arn:aws:s3:::${bucket}/seals/*`;
}

function purposeOf(grant: `key:${KeySecret}`): KeySecret {
  const purpose = keySecrets.find((one) => grant === `key:${one}`);
  if (!purpose) throw new Error(`${grant} names no key`);
  return purpose;
}

function rotated({ keySecretArns, publicKeysArn }: Resources): string[] {
  return [...Object.values(keySecretArns), publicKeysArn];
}

function keyValues(tableArn: string): iam.PolicyStatement {
  const calls = ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'];
  return allow(
    calls.map((call) => `dynamodb:${call}`),
    [tableArn],
  );
}

function dataApi(clusterArn: string): iam.PolicyStatement {
  const calls = ['ExecuteStatement', 'BeginTransaction', 'CommitTransaction', 'RollbackTransaction'];
  return allow(
    calls.map((call) => `rds-data:${call}`),
    [clusterArn],
  );
}

function rotate(secretArns: string[]): iam.PolicyStatement {
  return allow(['secretsmanager:PutSecretValue'], secretArns);
}

/** The platform's key opens a secret only on its way through Secrets Manager, never anything else. */
function decrypt(resources: Resources): iam.PolicyStatement {
  return allow(['kms:Decrypt'], [resources.key.keyArn], throughSecretsManager(resources));
}

function encrypt(resources: Resources): iam.PolicyStatement {
  return allow(['kms:GenerateDataKey'], [resources.key.keyArn], throughSecretsManager(resources));
}

function throughSecretsManager({ config }: Resources) {
  return { StringEquals: { 'kms:ViaService': `secretsmanager.${config.region}.amazonaws.com` } };
}

function allow(actions: string[], resources: string[], conditions: Record<string, unknown> = {}): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources, ...(Object.keys(conditions).length > 0 ? { conditions } : {}) });
}
