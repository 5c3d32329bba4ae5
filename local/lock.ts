import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FolderFault, makeFolder } from './data-folder.ts';

export interface FolderLock {
  release(): void;
}

/** Another process has the data folder open. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/**
 * Takes the data folder for this process alone; PGlite keeps no lock and would let two processes corrupt it.
 *
 * The lock is the kernel's, by way of SQLite's exclusive transaction on an empty file: it is let go the moment its
 * process dies, however it dies, needs no guess from a process id, and of two starters exactly one gets it. A second
 * file says who holds it, for the message alone.
 *
 * @throws FolderFault where the folder cannot be made or written to.
 * @throws FolderInUse with who holds it, since when, and what to do.
 */
export function lockFolder(folder: string, now: Date): FolderLock {
  makeFolder(folder);
  makePrivate(folder, join(folder, 'lock'));
  const holder = join(folder, 'lock.json');
  const lock = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode === sqliteBusy) throw new FolderInUse(inUse(folder, holder));
    if ((error as { errcode?: number }).errcode === sqliteNotADatabase)
      throw new Error(`${join(folder, 'lock')} is not the lock of a data folder: remove it, or choose another folder.`);
    throw error;
  }
  held.add(lock);
  writeFileSync(holder, JSON.stringify({ pid: process.pid, since: now.toISOString() }), { mode: 0o600 });
  return {
    release() {
      if (held.delete(lock)) lock.close();
    },
  };
}

/** SQLite would make it with the rights that the process gives to every file. */
function makePrivate(folder: string, path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw new FolderFault(`--data ${folder} cannot be written to (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** A lock that nobody refers to would be let go by the garbage collector. */
const held = new Set<DatabaseSync>();

/** SQLite, result codes: the file is locked by another connection; it holds something else. */
const sqliteBusy = 5;
const sqliteNotADatabase = 26;

function inUse(folder: string, holder: string): string {
  return (
    `The data folder ${folder} is in use by ${nameOf(holder)}. Two processes would corrupt it. ` +
    'Stop that one, or start this one with --data OTHER_FOLDER or --data memory.'
  );
}

/** The holder may have the lock and not have written yet, or have been killed in the middle of it. */
function nameOf(holder: string): string {
  try {
    const { pid, since } = JSON.parse(readFileSync(holder, 'utf8')) as { pid: number; since: string };
    return `process ${pid}, since ${since}`;
  } catch {
    return 'another process';
  }
}
