import type { Answer } from '../../../lambdas/kernel/http/client.ts';
import type { routes } from './client.ts';

export type Settings = Extract<Answer<typeof routes.getSettings>, { ok: true }>['data'];

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** Seconds as a person says them: '15 minutes', '1 day 12 hours'. */
export function durationWords(seconds: number): string {
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    if (count === 0) continue;
    parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
    left -= count * size;
  }
  return parts.length > 0 ? parts.join(' ') : '0 seconds';
}

/** `password_reset` is 'Password reset'. */
export function lifetimeWords(name: string): string {
  const words = name.replace(/_seconds$/, '').replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
