import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/services/server.ts';

/** Seconds to the first answer: with an empty data folder, and with the one of an earlier start. */
const budgets = { first: 15, later: 4 };
const laterStarts = 3;
const root = fileURLToPath(new URL('..', import.meta.url));

/** Times `npm start` as a person runs it, npm included, and answers whether both budgets are kept. */
export async function reportStarts(print: (text: string) => void): Promise<boolean> {
  const data = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  try {
    const first = await secondsToAnswer(data);
    const later: number[] = [];
    for (let at = 0; at < laterStarts; at += 1) later.push(await secondsToAnswer(data));
    const median = later.sort((a, b) => a - b)[laterStarts >> 1] ?? Number.NaN;
    const verdict = (kind: keyof typeof budgets, value: number) =>
      `${value.toFixed(1)} s, budget ${budgets[kind]} s: ${value <= budgets[kind] ? 'ok' : 'MISSED'}`;
    print(
      `npm start to the first API answer\n  first ${verdict('first', first)}\n  later ${verdict('later', median)}\n`,
    );
    return first <= budgets.first && median <= budgets.later;
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

async function secondsToAnswer(data: string): Promise<number> {
  const port = await freePort();
  const begun = performance.now();
  const args = ['start', '--silent', '--', '--port', String(port), '--data', data, '--no-web'];
  const child = spawn('npm', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], detached: true });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const kill = () => process.kill(-(child.pid ?? 0), 'SIGKILL');
  process.once('exit', kill);
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return (performance.now() - begun) / 1000;
  } finally {
    process.off('exit', kill);
    // The whole group: npm, its shell and the platform.
    if (child.exitCode === null) process.kill(-(child.pid ?? 0), 'SIGTERM');
    await gone;
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/api/v1/health/ready`)).ok;
  } catch {
    return false;
  }
}
