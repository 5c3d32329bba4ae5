import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../../ports/clock.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import { inTurn } from '../in-turn.ts';
import { type KeySet, parseKeys } from './key-set.ts';
import { type RotatableKeys, ringIn } from './memory.ts';
import { completed, isComplete, rotated, type StoredKeys } from './stored-keys.ts';

/** What the port allows a dropped key to live on in a cache. */
const cacheMs = 60_000;

interface Loaded {
  keys: KeySet;
  /** Tells one state of the file from another. */
  state: string;
  checkedAt: number;
}

/**
 * Keys in a JSON file that only its owner may read, made on the first start. Throws where the file is there and holds
 * no keys; a file that is gone or broken later is `DependencyUnavailable`.
 */
export async function openFileKeys(path: string, clock: Clock): Promise<RotatableKeys> {
  await makeOrComplete(path);
  let loaded = await load(path, clock);
  let loading: Promise<KeySet> | undefined;
  const queued = inTurn();

  async function reload(): Promise<KeySet> {
    try {
      const fresh = (await stateOf(path)) === loaded.state ? loaded : await load(path, clock);
      loaded = { ...fresh, checkedAt: clock.now().getTime() };
      return loaded.keys;
    } catch (error) {
      throw new DependencyUnavailable('keys', error);
    } finally {
      loading = undefined;
    }
  }

  function current(): KeySet | Promise<KeySet> {
    if (clock.now().getTime() - loaded.checkedAt < cacheMs) return loaded.keys;
    loading ??= reload();
    return loading;
  }

  return {
    signing: async () => (await current()).signing,
    verifying: async () => (await current()).signing,
    ring: async (purpose) => ringIn(await current(), purpose),
    rotate: (what) =>
      queued(async () => {
        await replace(path, await rotated(await readStored(path), what));
        loaded = await load(path, clock);
      }),
  };
}

async function makeOrComplete(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  let stored: StoredKeys;
  try {
    stored = await readStored(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await create(path, await completed());
    return;
  }
  if (isComplete(stored)) return;
  // A purpose that a newer version brought. What is no key stays as it is found, for whoever restores the file.
  const whole = await completed(stored);
  await parse(path, whole);
  await replace(path, whole);
}

async function load(path: string, clock: Clock): Promise<Loaded> {
  const state = await stateOf(path);
  return { keys: await parse(path, await readStored(path)), state, checkedAt: clock.now().getTime() };
}

async function stateOf(path: string): Promise<string> {
  const { ino, size, mtimeMs } = await stat(path);
  return `${ino} ${size} ${mtimeMs}`;
}

async function readStored(path: string): Promise<StoredKeys> {
  const text = await readFile(path, 'utf8');
  try {
    const stored = JSON.parse(text) as Partial<StoredKeys> | null;
    if (stored?.signing && stored.rings) return stored as StoredKeys;
  } catch {
    // Said below: what the file holds is never part of a message.
  }
  throw notKeys(path);
}

async function parse(path: string, stored: StoredKeys): Promise<KeySet> {
  try {
    return await parseKeys(stored);
  } catch (error) {
    // Our own words name no value; those of a library may.
    const why = error instanceof Error && error.name === 'Error' ? ` (${error.message})` : '';
    throw notKeys(path, why);
  }
}

function notKeys(path: string, why = ''): Error {
  const removed = 'remove it to make new keys: then every session ends and every password is refused';
  return new Error(`${path} is not a key file${why}: restore it, or ${removed}`);
}

/** Whole or not at all; where two starts make the file at once, the first one's stays. */
async function create(path: string, stored: StoredKeys): Promise<void> {
  const next = await writeBeside(path, stored);
  try {
    await link(next, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(next);
  }
  await syncFolder(path);
}

async function replace(path: string, stored: StoredKeys): Promise<void> {
  await rename(await writeBeside(path, stored), path);
  await syncFolder(path);
}

async function writeBeside(path: string, stored: StoredKeys): Promise<string> {
  const next = `${path}.${randomUUID()}`;
  const file = await open(next, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(stored, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  return next;
}

/** A rename outlives a power cut only once its folder is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
}
