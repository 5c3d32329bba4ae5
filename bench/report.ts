import type { Case } from './cases.ts';
import type { Load } from './load.ts';

export interface Round extends Load {
  /** What the server's process spent meanwhile. */
  cpuMilliseconds: number;
}

/** The same number of rounds of each, in turn: the nth of one is compared with the nth of the other. */
export interface Measured {
  platform: Round[];
  floor: Round[];
}

/** Prints one case and answers whether it keeps its budget, every answer right. */
export function report({ name, budget }: Case, { platform, floor }: Measured, print: (text: string) => void): boolean {
  const ratios = platform.map((round, at) => cpuOf(round) / cpuOf(floor[at] ?? round));
  const ratio = median(ratios);
  const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  const faults = [...platform, ...floor].flatMap((round) => round.faults);
  const kept = ratio <= budget && faults.length === 0;
  print(`${name}: CPU ratio ${ratio.toFixed(2)} (${spread}), budget ${budget}: ${ratio <= budget ? 'ok' : 'MISSED'}`);
  print(`  platform ${line(platform)}`);
  print(`  floor    ${line(floor)}`);
  print(`  ${faults.length === 0 ? 'every answer right' : `${faults.length} WRONG, such as: ${faults[0]}`}\n`);
  return kept;
}

function line(rounds: Round[]): string {
  const cpu = median(rounds.map(cpuOf));
  const rate = median(rounds.map(({ requests, milliseconds }) => (requests * 1000) / milliseconds));
  const at = (share: number) => median(rounds.map(({ latencies }) => percentile(latencies, share))).toFixed(2);
  return `${cpu.toFixed(3).padStart(8)} ms CPU  ${rate.toFixed(0).padStart(6)} req/s  p50 ${at(0.5)} p99 ${at(0.99)} ms`;
}

/** Milliseconds of CPU per request. */
function cpuOf({ cpuMilliseconds, requests }: Round): number {
  return cpuMilliseconds / requests;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
