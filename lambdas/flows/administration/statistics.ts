import type * as z from 'zod/mini';
import {
  type Count,
  countedAt,
  countsSince,
  type Day,
  dayMs,
  dayOf,
  daysBetween,
} from '../../domain/statistics/statistics.ts';
import type { Context } from '../../kernel/context.ts';
import type { insightRoutes } from './insight-routes.ts';

type View = z.input<(typeof insightRoutes.getStatistics)['success']['data']>;

/** The numbers of the last days, today's among them, as the worker counted them last. */
export async function statisticsOf({ database, clock }: Context, days: number): Promise<View> {
  const now = clock.now();
  const first = new Date(now.getTime() - (days - 1) * dayMs);
  const [counts, at] = await Promise.all([countsSince(database, dayOf(first)), countedAt(database)]);
  // The day has just begun where nothing is counted yet: the numbers of the day before are the newest.
  const latest = counts.findLast(({ name }) => name === 'users')?.day ?? dayOf(now);
  const whole = (name: string, key: string) => numberOf(counts, latest, name, key) ?? 0;
  const total = whole('users', 'total');
  const share = (users: number) => ({ users, share: total === 0 ? 0 : users / total });
  return {
    counted_at: at?.toISOString() ?? null,
    users: {
      total,
      active: whole('users', 'active'),
      disabled: whole('users', 'disabled'),
      unverified: whole('users', 'unverified'),
      deleted: whole('users', 'deleted'),
    },
    active_users: { day: whole('active', 'day'), week: whole('active', 'week'), month: whole('active', 'month') },
    two_step: share(whole('users', 'two_step')),
    passkeys: share(whole('users', 'passkey')),
    days: daysBetween(first, now).map((day) => viewOf(counts, day)),
  };
}

function viewOf(counts: readonly Count[], day: Day): View['days'][number] {
  const ofDay = counts.filter((count) => count.day === day);
  return {
    day,
    users: numberOf(ofDay, day, 'users', 'total'),
    active_users: numberOf(ofDay, day, 'active', 'day'),
    registrations: numberOf(ofDay, day, 'user.registered', 'success') ?? 0,
    sign_ins: byMethod(ofDay, 'success'),
    failures: byMethod(ofDay, 'refused'),
    mails: Object.fromEntries(ofDay.filter(({ name }) => name === 'mail').map(({ key, count }) => [key, count])),
  };
}

function byMethod(counts: readonly Count[], outcome: 'success' | 'refused'): Record<string, number> {
  const started = counts.filter(({ name, key }) => name === 'session.started' && key.split(':')[0] === outcome);
  return Object.fromEntries(started.map(({ key, count }) => [key.split(':')[1] ?? 'other', count]));
}

function numberOf(counts: readonly Count[], day: Day, name: string, key: string): number | null {
  return counts.find((count) => count.day === day && count.name === name && count.key === key)?.count ?? null;
}
