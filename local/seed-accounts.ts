/** Who is seeded. Apart from the seeding, so that help and a wrong flag are answered without the database's weight. */
import type { systemRoles } from '../lambdas/domain/role/role.ts';

export interface SeedAccount {
  email: string;
  name: string;
  roles: readonly (keyof typeof systemRoles)[];
}

export const seedAccounts: readonly SeedAccount[] = [
  { email: 'admin@example.com', name: 'Admin Example', roles: ['admin', 'user'] },
  { email: 'support@example.com', name: 'Support Example', roles: ['support', 'user'] },
  { email: 'user@example.com', name: 'User Example', roles: ['user'] },
];

/** Whom a person can sign in as. */
export interface People {
  /** Nobody where nobody was seeded. */
  signIns: readonly SeedAccount[];
  /** `chosen` is the operator's, and theirs to know. */
  password: 'default' | 'chosen' | null;
}

export const defaultSeedPassword = 'gatehouse-local-only-42';
