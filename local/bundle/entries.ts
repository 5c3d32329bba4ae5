/** What is bundled: one function per flow of the table and one per worker, for each profile. */
import { api } from '../../lambdas/api.ts';
import type { Contract } from '../../lambdas/kernel/http/contract.ts';

export const profiles = ['standard', 'economy'] as const;
export type Profile = (typeof profiles)[number];

/** Which adapter of the store goes into a function. */
export type Store = 'redis' | 'dynamodb';

export interface Entry {
  /** The flow's or worker's name, and its folder in `dist/<profile>/`. */
  name: string;
  /** From the root of the repository. */
  source: string;
  store: Store;
  /** Folders that the function reads at run time, by their name beside its code. */
  files: Readonly<Record<string, string>>;
}

/**
 * Workers outside of the VPC: in the standard profile they reach the mail service but not the cache, and use the
 * DynamoDB store as functions that need the internet do.
 */
const workers: readonly { name: string; outside: boolean; files?: Entry['files'] }[] = [
  { name: 'sender', outside: true },
  { name: 'mail-feedback', outside: true },
  { name: 'sweeper', outside: false },
  { name: 'jobs', outside: false },
  { name: 'clean-up', outside: true },
  { name: 're-encryption', outside: true },
  { name: 'statistics', outside: true },
  { name: 'sealer', outside: true },
  { name: 'key-rotation', outside: true },
  { name: 'administrator', outside: true },
  { name: 'migrate', outside: true, files: { migrations: 'lambdas/migrations' } },
];

export function entriesOf(profile: Profile): Entry[] {
  const storeOf = (outside: boolean): Store => (profile === 'economy' || outside ? 'dynamodb' : 'redis');
  const contracts: readonly Contract[] = Object.values(api);
  return [
    ...contracts.map(({ flow, needs }) => ({
      name: flow,
      source: `lambdas/flows/${flow}/lambda.ts`,
      store: storeOf(needs.includes('internet')),
      files: {},
    })),
    ...workers.map(({ name, outside, files = {} }) => ({
      name,
      source: `lambdas/compose/workers/${name}.ts`,
      store: storeOf(outside),
      files,
    })),
  ];
}
