/** Sums over days, for pictures. */
import type { Answer } from '../../../../lambdas/kernel/http/client.ts';
import type { routes } from '../client.ts';

export type StatisticsData = Extract<Answer<typeof routes.getStatistics>, { ok: true }>['data'];
export type StatisticsDay = StatisticsData['days'][number];

type Counts = Readonly<Record<string, number>>;

export function sumOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** What all days have of each kind, the most first. */
export function totalsBy(days: readonly StatisticsDay[], pick: (day: StatisticsDay) => Counts): [string, number][] {
  const totals = new Map<string, number>();
  for (const day of days)
    for (const [key, count] of Object.entries(pick(day))) totals.set(key, (totals.get(key) ?? 0) + count);
  return [...totals].sort(([, one], [, other]) => other - one);
}
