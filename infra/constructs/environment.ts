import { breachCheck, passwordMinLength, type StageConfig } from '../config.ts';
import { providerSetting } from '../sign-in-providers.ts';
import type { Grant, Placement } from './grants.ts';
import type { Resources } from './resources.ts';
import type { KeySecret } from './secrets.ts';

/**
 * The environment of a function. `lambdas/compose/cloud.ts` reads these names and no others. Nothing here is secret:
 * secrets are named by ARN, and what is read from them never becomes a variable.
 */
export interface FunctionEnvironment extends Partial<Record<`GATEHOUSE_SECRET_${Uppercase<KeySecret>}`, string>> {
  /** The settings of lambdas/kernel/config.ts.  */
  GATEHOUSE_MODE: 'cloud';
  GATEHOUSE_ORIGIN: string;
  GATEHOUSE_ALLOWED_ORIGINS?: string;
  GATEHOUSE_CLIENT_ID: string;
  GATEHOUSE_BRAND_NAME: string;
  GATEHOUSE_MAIL_FROM: string;
  GATEHOUSE_SECURITY_CONTACT: string;
  GATEHOUSE_HASH_COST: string;
  GATEHOUSE_PASSWORD_MIN_LENGTH: string;
  /** Of functions that set or compare passwords. */
  GATEHOUSE_BREACH_CHECK?: string;
  GATEHOUSE_EPOCH: string;
  /** `true` where it may pause at 0 capacity units. */
  GATEHOUSE_DATABASE_PAUSES: string;

  /** CloudWatch namespace of the stage's metrics. */
  GATEHOUSE_METRICS_NAMESPACE: string;
  /** Origins, by commas, where a sign-in may lead back to. */
  GATEHOUSE_RETURN_TO?: string;
  GATEHOUSE_RP_ID?: string;
  GATEHOUSE_PREVIOUS_RP_IDS?: string;
  /** Hosts, by commas, that a function may call outside AWS. Only where it stands outside the network. */
  GATEHOUSE_OUTGOING_HOSTS?: string;
  /** A JSON list (lambdas/kernel/sign-in-providers.ts); and the ARNs of their client secrets, a JSON object by id. */
  GATEHOUSE_PROVIDERS?: string;
  GATEHOUSE_PROVIDER_SECRETS?: string;

  /** ARN of the cluster, and of the secret of the role that this function connects as. */
  GATEHOUSE_DATABASE_CLUSTER?: string;
  GATEHOUSE_DATABASE_SECRET?: string;
  GATEHOUSE_DATABASE_NAME?: string;
  /** `migrate` alone: the secret of the role that it makes for the functions. */
  GATEHOUSE_DATABASE_APP_SECRET?: string;
  /**
   * A DynamoDB table, or a cache (`rediss://host:port`) with the ARN of `{"username", "password"}`. With both, the table
   * holds the sign-ins that wait for a second factor.
   */
  GATEHOUSE_STORE_TABLE?: string;
  GATEHOUSE_STORE_URL?: string;
  GATEHOUSE_STORE_SECRET?: string;
  GATEHOUSE_NUDGE_TABLE?: string;
  GATEHOUSE_JOB_NUDGE_TABLE?: string;
  /** ARN of `{"a", "b"}`, both accepted as `x-origin-verify`. */
  GATEHOUSE_SECRET_EDGE?: string;
  /** ARN of the published key set. */
  GATEHOUSE_PUBLIC_KEYS?: string;
  /** Where audit seals go, and for how many days nobody can remove one. */
  GATEHOUSE_ARCHIVE_BUCKET?: string;
  GATEHOUSE_ARCHIVE_DAYS?: string;
  /** `migrate` alone: for how many days audit rows are kept. */
  GATEHOUSE_AUDIT_DAYS?: string;
  /** `administrator` alone: whom it invites while there is no administrator. */
  GATEHOUSE_FIRST_ADMINISTRATOR?: string;
  GATEHOUSE_MAIL_CONFIGURATION_SET?: string;
  TZ: 'UTC';
}

export interface EnvironmentProps {
  grants: readonly Grant[];
  resources: Resources;
  placement: Placement;
  /** Of the site and the API. */
  origin: string;
  epoch: string;
}

export function metricsNamespace(config: StageConfig): string {
  return `Gatehouse/${config.name}`;
}

/** Of the resources, only those that the grants let at are named. */
export function environmentOf(props: EnvironmentProps): Record<string, string> {
  const { grants, resources, origin, epoch } = props;
  const { config } = resources;
  const environment: FunctionEnvironment = {
    GATEHOUSE_MODE: 'cloud',
    GATEHOUSE_ORIGIN: origin,
    GATEHOUSE_CLIENT_ID: config.clientId,
    GATEHOUSE_BRAND_NAME: config.brand.name,
    GATEHOUSE_MAIL_FROM: config.mail.from,
    GATEHOUSE_SECURITY_CONTACT: config.securityContact,
    GATEHOUSE_HASH_COST: String(config.password.hashCost),
    GATEHOUSE_PASSWORD_MIN_LENGTH: String(passwordMinLength(config)),
    GATEHOUSE_EPOCH: epoch,
    GATEHOUSE_DATABASE_PAUSES: String(config.capacity.database.minAcu === 0),
    GATEHOUSE_METRICS_NAMESPACE: metricsNamespace(config),
    TZ: 'UTC',
    ...(config.passkeys.rpId ? { GATEHOUSE_RP_ID: config.passkeys.rpId } : {}),
    ...listed('GATEHOUSE_ALLOWED_ORIGINS', config.allowedOrigins),
    ...listed('GATEHOUSE_RETURN_TO', config.returnTo),
    ...listed('GATEHOUSE_PREVIOUS_RP_IDS', config.passkeys.previousRpIds),
  };
  return Object.assign(environment, ...grants.map((grant) => namesOf(grant, props)));
}

function namesOf(grant: Grant, { resources, placement }: EnvironmentProps): Partial<FunctionEnvironment> {
  const { config, database, cache, storeTable } = resources;
  const cluster = { GATEHOUSE_DATABASE_CLUSTER: database.clusterArn, GATEHOUSE_DATABASE_NAME: database.name };
  switch (grant) {
    case 'database':
      return { ...cluster, GATEHOUSE_DATABASE_SECRET: database.appSecretArn };
    case 'database-owner':
      return {
        ...cluster,
        GATEHOUSE_DATABASE_SECRET: database.ownerSecretArn,
        GATEHOUSE_DATABASE_APP_SECRET: database.appSecretArn,
      };
    case 'store':
      return placement.inNetwork && cache
        ? { GATEHOUSE_STORE_URL: cache.url, GATEHOUSE_STORE_SECRET: cache.secretArn }
        : { GATEHOUSE_STORE_TABLE: storeTable.name };
    case 'pending-sign-ins':
      return { GATEHOUSE_STORE_TABLE: storeTable.name };
    case 'nudge':
      return {
        GATEHOUSE_NUDGE_TABLE: resources.nudgeTable.name,
        GATEHOUSE_JOB_NUDGE_TABLE: resources.jobNudgeTable.name,
      };
    case 'send-mail':
      return { GATEHOUSE_MAIL_CONFIGURATION_SET: resources.mail.configurationSetName };
    case 'edge':
      return { GATEHOUSE_SECRET_EDGE: resources.edgeSecretArn };
    case 'public-keys':
      return { GATEHOUSE_PUBLIC_KEYS: resources.publicKeysArn };
    case 'providers':
      return {
        ...listed('GATEHOUSE_OUTGOING_HOSTS', config.outgoingHosts),
        ...providersOf(resources),
      };
    case 'settings':
      return {
        ...listed('GATEHOUSE_OUTGOING_HOSTS', config.outgoingHosts),
        ...listed('GATEHOUSE_BREACH_CHECK', [breachCheck(config) ?? []].flat()),
        ...providerNames(resources),
      };
    case 'archive':
      return {
        GATEHOUSE_ARCHIVE_BUCKET: resources.archiveBucket,
        GATEHOUSE_ARCHIVE_DAYS: String(config.retention.archiveDays),
      };
    case 'rotate-keys':
      return {
        ...keyNames(resources, Object.keys(resources.keySecretArns) as KeySecret[]),
        GATEHOUSE_PUBLIC_KEYS: resources.publicKeysArn,
      };
    case 'key:pepper':
      return {
        ...keyNames(resources, ['pepper']),
        ...listed('GATEHOUSE_BREACH_CHECK', [breachCheck(config) ?? []].flat()),
      };
    default:
      return keyNames(resources, [grant.slice('key:'.length) as KeySecret]);
  }
}

function keyNames({ keySecretArns }: Resources, purposes: readonly KeySecret[]): Partial<FunctionEnvironment> {
  return Object.fromEntries(
    purposes.map((purpose) => [`GATEHOUSE_SECRET_${purpose.toUpperCase()}`, keySecretArns[purpose]]),
  );
}

function providerNames({ config: { providers } }: Resources): Partial<FunctionEnvironment> {
  return providers.length === 0 ? {} : { GATEHOUSE_PROVIDERS: JSON.stringify(providers.map(providerSetting)) };
}

function providersOf(resources: Resources): Partial<FunctionEnvironment> {
  const { providerSecretArns } = resources;
  const { providers } = resources.config;
  if (providers.length === 0) return {};
  return {
    ...providerNames(resources),
    GATEHOUSE_PROVIDER_SECRETS: JSON.stringify(
      Object.fromEntries(providers.map(({ id }, index) => [id, providerSecretArns[index]])),
    ),
  };
}

function listed<Name extends keyof FunctionEnvironment>(
  name: Name,
  values: readonly string[],
): Partial<FunctionEnvironment> {
  return values.length > 0 ? { [name]: values.join(',') } : {};
}
