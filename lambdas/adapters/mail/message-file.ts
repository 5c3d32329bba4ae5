import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inTurn } from '../in-turn.ts';

export interface MessageFile<T> {
  /** What the file held when it was opened, oldest first. */
  messages: readonly T[];
  append(message: T): Promise<void>;
  clear(): Promise<void>;
}

/**
 * One JSON object a line, appended as it comes, so that a killed process loses no message whose `append` resolved. A
 * torn last line is left out. When the file holds twice the limit it is cut to the newest.
 */
export async function messageFile<T>(path: string, limit: number): Promise<MessageFile<T>> {
  await mkdir(dirname(path), { recursive: true });
  const messages = (await readLines(path)).flatMap((line) => parsed<T>(line)).slice(-limit);
  await replace(path, messages);
  let held = messages.length;
  /** Ends the torn line that a write may leave which failed in its middle, on a full disk. */
  let lead = '';
  const queued = inTurn();

  return {
    messages,
    append: (message) =>
      queued(async () => {
        const line = `${lead}${JSON.stringify(message)}\n`;
        lead = '\n';
        await appendFile(path, line, { mode: 0o600 });
        lead = '';
        held += 1;
        if (held < 2 * limit) return;
        const newest = (await readLines(path)).flatMap((line) => parsed<T>(line)).slice(-limit);
        await replace(path, newest);
        held = newest.length;
      }),
    clear: () =>
      queued(async () => {
        await replace(path, []);
        held = 0;
      }),
  };
}

async function readLines(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n').filter(Boolean);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function parsed<T>(line: string): T[] {
  try {
    return [JSON.parse(line) as T];
  } catch {
    return [];
  }
}

async function replace(path: string, messages: readonly unknown[]): Promise<void> {
  const next = `${path}.next`;
  await writeFile(next, messages.map((message) => `${JSON.stringify(message)}\n`).join(''), { mode: 0o600 });
  await rename(next, path);
}
