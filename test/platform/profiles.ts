/** Which adapters a platform under test runs on. */
export interface Adapters {
  /** `data-api` is the RDS Data API before PGlite. */
  database: 'pglite' | 'postgres' | 'data-api';
  store: 'memory' | 'redis' | 'dynamodb';
  mail: 'mailbox' | 'ses';
  queue: 'in-process' | 'stream';
  keys: 'memory' | 'secrets-manager';
}

const local: Adapters = {
  database: 'pglite',
  store: 'memory',
  mail: 'mailbox',
  queue: 'in-process',
  keys: 'memory',
};
const cloud = { database: 'data-api', mail: 'ses', queue: 'stream', keys: 'secrets-manager' } as const;
const profiles: Record<string, Adapters> = {
  local,
  'data-api': { ...local, database: 'data-api' },
  economy: { ...local, ...cloud, store: 'dynamodb' },
  standard: { ...local, ...cloud, store: 'redis' },
};

/**
 * The adapters of this run where a test does not name its own: `TEST_PROFILE=economy npm test -- test/flows` runs every
 * flow over the stand-ins for AWS.
 */
export function adaptersOf(given: Partial<Adapters>): Adapters {
  const name = process.env.TEST_PROFILE || 'local';
  const profile = profiles[name];
  if (!profile) throw new Error(`TEST_PROFILE must be one of ${Object.keys(profiles).join(', ')}`);
  return { ...profile, ...given };
}
