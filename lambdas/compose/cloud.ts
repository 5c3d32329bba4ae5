/** The platform as a Lambda function has it: the adapters of AWS, each loaded when it is first used. */
import { systemClock } from '../adapters/clock/system.ts';
import { type DataApiOptions, openDataApi } from '../adapters/database/data-api.ts';
import { edgeSecret } from '../adapters/keys/edge-secret.ts';
import { secretsManagerKeys } from '../adapters/keys/secrets-manager.ts';
import { type OpenSecrets, secretsWhenUsed } from '../adapters/keys/secrets-when-used.ts';
import { dynamoDbQueue } from '../adapters/queue/dynamodb-stream.ts';
import { createAuthenticator } from '../domain/session/authenticator.ts';
import { ambientEnvironment, readConfig } from '../kernel/config.ts';
import type { Platform } from '../kernel/context.ts';
import type { Flow } from '../kernel/http/flow.ts';
import { type HttpFunction, httpFunction } from '../kernel/http/function.ts';
import { createLog } from '../kernel/log.ts';
import { createMetrics } from '../kernel/metrics.ts';
import type { Database } from '../ports/database.ts';
import { type CloudEnvironment, needed, readCloudEnvironment } from './cloud-environment.ts';
import { openStore } from './cloud-store.ts';

/**
 * The handler of a flow's function; `also` makes what this function alone is given. What did not come through the edge is
 * refused.
 */
export function cloudFunction(
  flow: Flow,
  also?: (platform: Platform, open: OpenSecrets) => Partial<Platform>,
): HttpFunction {
  const environment = ambientEnvironment();
  const open = secretsWhenUsed();
  const base = cloudPlatform(flow.contract.flow, {}, open);
  const platform = { ...base, ...also?.(base, open) };
  const edgeValues = edgeSecret({ clock: platform.clock, secret: needed(environment, 'SECRET_EDGE'), open });
  const store = async () => platform.store.ping();
  // Nearly every request needs both: they are fetched while the first one is on its way. What fails is asked for again,
  // and its failure told, by the request that needs it.
  setImmediate(() => void Promise.allSettled([edgeValues(), store()]));
  // Beside the cache it reads copies; outside of the network it has another store than the others, or may have.
  const from = flow.contract.needs.includes('internet') ? 'database' : 'copies';
  const authenticator = createAuthenticator({ from });
  return httpFunction({ flow, platform: { ...platform, edgeValues }, authenticator });
}

/** The platform of one function, `service` by name, which uses what its environment names and nothing else. */
export function cloudPlatform(
  service: string,
  given: Partial<Platform> = {},
  open: OpenSecrets = secretsWhenUsed(),
): Platform {
  const environment = ambientEnvironment();
  const cloud = readCloudEnvironment(environment);
  const clock = systemClock;
  return {
    config: readConfig(environment),
    clock,
    database: cloudDatabase(cloud),
    store: openStore(cloud, clock, open) ?? absent('a store'),
    mail: absent('a mail service'),
    queue: cloud.nudgeTables ? dynamoDbQueue({ clock, tables: cloud.nudgeTables }) : absent('a queue'),
    keys: secretsManagerKeys({ clock, secrets: cloud.secrets, open }),
    archive: absent('an archive'),
    providers: absent('providers'),
    log: createLog({ clock, service }),
    metrics: createMetrics({ service, ...(cloud.metricsNamespace && { namespace: cloud.metricsNamespace }) }),
    ...given,
  };
}

/** The database that the environment names; how long it is waited for is the adapter's own choice where it is not said. */
export function cloudDatabase(
  { database }: CloudEnvironment,
  patience: Pick<DataApiOptions, 'statementSeconds' | 'resumeSeconds' | 'callSeconds'> = {},
): Database {
  if (!database) return absent('a database');
  const { cluster, secret, name } = database;
  return openDataApi({ resourceArn: cluster, secretArn: secret, database: name, ...patience });
}

/** Stands for a port whose resource the function was not given: its contract's `needs` do not name it. */
function absent<Port extends object>(what: string): Port {
  return new Proxy({} as Port, {
    get() {
      throw new Error(`this function was not given ${what}`);
    },
  });
}
