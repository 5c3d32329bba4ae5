import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { credentials } from '../lambdas/domain/credential/credential.table.ts';
import { hashPassword } from '../lambdas/domain/credential/password-hash.ts';
import { platformFacts } from '../lambdas/domain/platform/platform.table.ts';
import { userRoles } from '../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../lambdas/domain/role/role.ts';
import { users } from '../lambdas/domain/user/user.table.ts';
import type { Platform } from '../lambdas/kernel/context.ts';
import { newId } from '../lambdas/kernel/id.ts';
import type { Clock } from '../lambdas/ports/clock.ts';
import type { Database, Db } from '../lambdas/ports/database.ts';
import type { Ownership } from './ownership.ts';
import { defaultSeedPassword, type SeedAccount, seedAccounts } from './seed-accounts.ts';

/** The database is somebody's: nobody is seeded into it, or it is not used at all. */
export class SeedRefused extends Error {
  override readonly name = 'SeedRefused';
}

export interface SeedOptions {
  wanted: boolean;
  /** The embedded database is the local platform's own, whoever is seeded into it. */
  embedded: boolean;
}

/**
 * Decides over a database before anything is changed in it: whether it will be marked as the local platform's.
 *
 * @throws SeedRefused where somebody is to be seeded into a database that has rows and no mark, and where it is not
 * Gatehouse's.
 */
export function willMark(ownership: Ownership, { wanted, embedded }: SeedOptions): boolean {
  if (ownership === 'other')
    throw new SeedRefused("The database has tables that are not Gatehouse's. Name an empty database.");
  if (ownership === 'foreign' && wanted)
    throw new SeedRefused(
      'The database has rows and is not marked as a local one, so nobody is seeded into it. ' +
        'Name an empty database, or start with --no-seed to use this one as it is.',
    );
  return ownership !== 'foreign' && (wanted || embedded);
}

/** Marks the database, which lets it be emptied later. */
export async function markLocal(database: Database): Promise<void> {
  await setFact(database.db, 'mark', 'local');
  // An archive of before may lie beside a database that was made anew.
  await database.db.insert(platformFacts).values({ name: 'audit_chain', value: randomUUID() }).onConflictDoNothing();
}

/**
 * Seeds the accounts, verified, all with one password, where there is no user yet. Two processes that seed one database
 * wait for each other, and the second finds the first one's users.
 */
export async function seed(platform: Platform, password: string): Promise<void> {
  const { database, clock } = platform;
  if (await hasUsers(database.db)) return;
  const secret = await hashPassword(platform, password);
  await database.transaction(async (tx) => {
    // Held until the commit: the row is what the second process waits for.
    await setFact(tx, 'seed_password', password === defaultSeedPassword ? 'default' : 'chosen');
    if (await hasUsers(tx)) return;
    for (const account of seedAccounts) await insertAccount(tx, clock, account, secret);
  });
}

/** Whether somebody was seeded, and with which password: the default one, or one that the operator chose. */
export async function seededPassword(database: Database): Promise<'default' | 'chosen' | null> {
  const [fact] = await database.db.select().from(platformFacts).where(eq(platformFacts.name, 'seed_password'));
  return fact ? (fact.value as 'default' | 'chosen') : null;
}

async function setFact(db: Db, name: string, value: string): Promise<void> {
  const row = { name, value };
  await db.insert(platformFacts).values(row).onConflictDoUpdate({ target: platformFacts.name, set: { value } });
}

async function hasUsers(db: Db): Promise<boolean> {
  return (await db.select({ id: users.id }).from(users).limit(1)).length > 0;
}

async function insertAccount(tx: Db, clock: Clock, { email, name, roles }: SeedAccount, secret: string): Promise<void> {
  const now = clock.now();
  const userId = newId(clock);
  const times = { createdAt: now, updatedAt: now };
  const state = { isActive: true, emailVerifiedAt: now, version: 1 };
  await tx.insert(users).values({ id: userId, email, emailKey: email, name, ...state, ...times });
  await tx.insert(credentials).values({ id: newId(clock), userId, kind: 'password', secret, ...times });
  await tx.insert(userRoles).values(roles.map((role) => ({ userId, roleId: systemRoles[role], grantedAt: now })));
}
