/** Every function that runs without a request, as data: a further one is one entry here and its bundle. */
import type { Profile, StageConfig } from '../config.ts';
import type { FunctionEnvironment } from './environment.ts';
import type { Grant } from './grants.ts';

export interface Worker {
  /** Also the name of its bundle. */
  name: string;
  description: string;
  grants: (profile: Profile) => readonly Grant[];
  /** Whether it stands in the network, where there is one: only there is the cache. */
  inNetwork?: boolean;
  memoryMb?: number;
  timeoutSeconds?: number;
  /** Never runs twice at once, where the account has concurrency to reserve. */
  isAlone?: boolean;
  /** Variables that this worker alone is given. */
  settings?: (config: StageConfig) => Partial<FunctionEnvironment>;
  starts: (profile: Profile) => readonly Start[];
}

export type Start =
  /** At each deploy that changes the worker: before the functions of the API are made or changed, or after that. */
  | { by: 'deploy'; when: 'before-api' | 'after-api' }
  /** By the stream of nudges: two workers at most. */
  | { by: 'nudges' }
  /** By that of jobs. */
  | { by: 'job-nudges' }
  | { by: 'mail-events' }
  | { by: 'schedule'; everyMinutes: number };

const beforeApi = { by: 'deploy', when: 'before-api' } as const;
const byNudges = { by: 'nudges' } as const;
const daily = { by: 'schedule', everyMinutes: 24 * 60 } as const;
/** For who tells the database what to keep, and for who signs that a month is over. */
const auditDays: Worker['settings'] = ({ retention }) => ({ GATEHOUSE_AUDIT_DAYS: String(retention.auditDays) });

/**
 * What runs by the clock in the economy profile asks the database for nothing unless a flag, or the age of a password,
 * says so: one that sleeps is left asleep (design decision 12).
 */
export const workers: readonly Worker[] = [
  {
    name: 'migrate',
    description: 'Brings the schema up to date, and makes the role that functions connect as.',
    grants: () => ['database-owner'],
    settings: auditDays,
    // Runner 13 min < trigger 14 min < Lambda 15 min: each gives up while the one above it still listens.
    timeoutSeconds: 900,
    starts: () => [beforeApi, daily],
  },
  {
    name: 'key-rotation',
    description: 'Makes and replaces the keys of every purpose, and publishes the public ones.',
    grants: () => ['rotate-keys'],
    timeoutSeconds: 120,
    // One at a time: two that complete a secret at once would each make a key.
    isAlone: true,
    starts: () => [beforeApi, daily],
  },
  {
    name: 'sender',
    description: 'Sends the mails of the outbox.',
    // Without a cache it lands tombstones as well; with one that is the work of the sweeper, which reaches it.
    grants: (profile) => [
      'database',
      'key:outbox',
      'send-mail',
      ...(profile === 'economy' ? (['store'] as const) : []),
    ],
    // Ten nudges, two rows each, and SES is given six seconds for one: ended in between, a mail that left leaves again.
    timeoutSeconds: 300,
    starts: () => [byNudges],
  },
  {
    name: 'sweeper',
    description: 'Lands tombstones of ended sessions, and finds what no nudge told of.',
    // Where the database pauses it seals audit rows, and secrets of factors anew, as well.
    grants: (profile) => [
      'database',
      'store',
      'nudge',
      ...(profile === 'economy' ? (['key:factor', 'key:signing', 'archive'] as const) : []),
    ],
    settings: auditDays,
    inNetwork: true,
    timeoutSeconds: 180,
    starts: (profile) => [byNudges, { by: 'schedule', everyMinutes: profile === 'standard' ? 1 : 5 }],
  },
  {
    name: 'jobs',
    description: 'Does what takes longer than a request: bulk changes and exports.',
    grants: () => ['database', 'store', 'nudge', 'key:outbox'],
    inNetwork: true,
    // Ten nudges, and a job is given less than a minute before the next one's turn.
    timeoutSeconds: 900,
    starts: () => [{ by: 'job-nudges' }],
  },
  {
    name: 'clean-up',
    description: 'Removes rows that nobody can have any use of.',
    grants: () => ['database'],
    timeoutSeconds: 900,
    // Where the database pauses the sweeper cleans up when it has worked with it; this one is an operator's then.
    starts: (profile) => (profile === 'standard' ? [daily] : []),
  },
  {
    name: 're-encryption',
    description: 'Seals secrets of second factors by the current key.',
    grants: () => ['database', 'key:factor'],
    timeoutSeconds: 900,
    // As with the clean-up: the sweeper does it where the database pauses.
    starts: (profile) => (profile === 'standard' ? [daily] : []),
  },
  {
    name: 'statistics',
    description: 'Keeps the counts of the overview.',
    grants: () => ['database'],
    timeoutSeconds: 900,
    // As with the clean-up: the sweeper does it where the database pauses.
    starts: (profile) => (profile === 'standard' ? [{ by: 'schedule', everyMinutes: 15 }] : []),
  },
  {
    name: 'sealer',
    description: 'Seals audit rows, puts checkpoints of them into the archive, and keeps the months of the log.',
    grants: () => ['database', 'key:signing', 'archive'],
    settings: auditDays,
    timeoutSeconds: 290,
    isAlone: true,
    // As with the clean-up: the sweeper seals where the database pauses.
    starts: (profile) => (profile === 'standard' ? [{ by: 'schedule', everyMinutes: 5 }] : []),
  },
  {
    name: 'mail-feedback',
    description: 'Marks addresses that bounced or complained.',
    grants: () => ['database'],
    timeoutSeconds: 60,
    starts: () => [{ by: 'mail-events' }],
  },
  {
    name: 'administrator',
    description: 'Appoints the first administrator, and whomever an operator names in an emergency.',
    grants: () => ['database', 'key:outbox', 'nudge'],
    timeoutSeconds: 120,
    settings: ({ firstAdministrator }) =>
      firstAdministrator === undefined ? {} : { GATEHOUSE_FIRST_ADMINISTRATOR: firstAdministrator },
    starts: () => [{ by: 'deploy', when: 'after-api' }],
  },
];

/** Too rarely for its failures to stand out among those of others. */
export function comesDaily(worker: string, profile: Profile): boolean {
  const starts = workers.find(({ name }) => name === worker)?.starts(profile) ?? [];
  return starts.some((start) => start.by === 'schedule' && start.everyMinutes === daily.everyMinutes);
}
