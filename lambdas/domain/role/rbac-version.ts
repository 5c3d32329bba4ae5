/** The version under which everybody's copy of the role map is read: raised by every change of who may do what. */
import { type SQL, sql } from 'drizzle-orm';
import type { Platform } from '../../kernel/context.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import type { Ref } from '../../ports/key-value.ts';

export const rbacRef: Ref = { kind: 'rbac', key: 'version' };
const ttlSeconds = 86_400;

export interface RbacCopy {
  version: number;
  /** When it was read from the truth, in milliseconds. */
  readAt: number;
}

/**
 * A part that touches a row unless who may do what has changed since that version was read: of two changes at once the
 * second one has to look again.
 */
export function raiseRbacVersion(version: number, when: SQL): SQL {
  return sql`
    update rbac_version set version = version + 1 where id = 1 and version = ${version}::int and ${when}
    returning version`;
}

/**
 * Writes the version beside the session copies, where each request reads it. Answers false where the store could not be
 * reached: the outbox repeats it.
 */
export async function publishRbacVersion({ clock, store }: Platform, version: number): Promise<boolean> {
  const copy: RbacCopy = { version, readAt: clock.now().getTime() };
  try {
    await store.putIfNewer(rbacRef, JSON.stringify(copy), version, ttlSeconds);
    return true;
  } catch (error) {
    if (!(error instanceof DependencyUnavailable)) throw error;
    return false;
  }
}
