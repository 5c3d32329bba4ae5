import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderInUse, lockFolder } from '../../local/lock.ts';

const now = new Date('2026-03-12T19:03:58Z');
const children: ChildProcess[] = [];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-lock-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A process that tries to take the lock and says how that went; it holds it until it is killed. */
async function starter(): Promise<{ child: ChildProcess; outcome: string }> {
  const program = `
    const { lockFolder } = await import(${JSON.stringify(join(process.cwd(), 'local/lock.ts'))});
    try { lockFolder(${JSON.stringify(folder)}, new Date(0)); console.log('held'); }
    catch (error) { console.log(error.name); }
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [line] = await once(child.stdout, 'data');
  return { child, outcome: String(line).trim() };
}

describe('one process alone has a data folder', () => {
  it('leaves a file alone that is no lock of ours, and names it', () => {
    writeFileSync(join(folder, 'lock'), 'somebody’s');
    expect(() => lockFolder(folder, now)).toThrow(`${join(folder, 'lock')} is not the lock of a data folder`);
  });

  it('keeps its files for their owner alone', () => {
    lockFolder(folder, now).release();
    const rights = ['lock', 'lock.json'].map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(rights).toEqual([0o600, 0o600]);
  });

  it('refuses a second process on one data folder, and says who holds it, since when and what to do', async () => {
    const { child } = await starter();
    expect(() => lockFolder(folder, now)).toThrow(FolderInUse);
    expect(() => lockFolder(folder, now)).toThrow(
      `${folder} is in use by process ${child.pid}, since 1970-01-01T00:00:00.000Z. Two processes would corrupt it. Stop that one`,
    );
  });

  it('lets the next process in after a kill -9, whatever the dead one left behind', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { child, outcome } = await starter();
      expect(outcome).toBe('held');
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const lock = lockFolder(folder, now);
    lock.release();
  });

  it('gives exactly one of several simultaneous starters the folder', async () => {
    const outcomes = await Promise.all([starter(), starter(), starter(), starter()]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
      'FolderInUse',
      'FolderInUse',
      'FolderInUse',
      'held',
    ]);
  });

  it('keeps out a second user within the same process too, until the first lets go', () => {
    const first = lockFolder(folder, now);
    expect(() => lockFolder(folder, now)).toThrow(`process ${process.pid}`);
    first.release();
    first.release();
    lockFolder(folder, now).release();
  });
});
