/** What one sign-in by password is and does, on an instance that is warm. */
export const signIn = {
  /** `test/local/cost/work.test.ts` counts these on a running platform. */
  statements: 2,
  storeRoundTrips: 2,
  /** Items that the store is asked to write and to read, over both round trips. */
  storeWrites: 9,
  storeReads: 0,
  /** Assumed: half a second for the hash (cost 12 on a whole processor), the rest for what it waits for. */
  seconds: 0.6,
  /** Assumed: pages that Aurora reads and writes for both statements. */
  io: 4,
  /** Assumed: the lines of the function, of Lambda and of API Gateway, metrics included. */
  logKilobytes: 4,
  /** Lambda traces one request a second and one in twenty beyond. */
  tracedShare: 0.05,
} as const;

/** A start by the clock that finds nothing to do. Assumed. */
export const idleRun = { seconds: 0.3, logKilobytes: 2 } as const;
/** Instances of the function that stay warm while a million sign-ins come within a month, each reading its secrets once a minute. */
export const warmInstances = 2;
/** The database of a stage that nobody uses yet: schema, indexes, its own pages. Assumed. */
export const idleStorageGb = 1;
