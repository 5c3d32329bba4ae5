import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';

/** SQLite, result codes: the file is locked by another connection. */
const sqliteBusy = 5;

/**
 * Does the work while no other process does work under the same lock; waits for one that does. As with the lock of the
 * data folder, it is the kernel's, and let go however its process ends.
 *
 * @param file an empty file of its own, made where it is missing.
 */
export async function oneAtATime<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    while (!isTaken(lock)) await setTimeout(200);
    return await work();
  } finally {
    lock.close();
  }
}

function isTaken(lock: DatabaseSync): boolean {
  try {
    lock.exec('begin exclusive');
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === sqliteBusy) return false;
    throw error;
  }
}
