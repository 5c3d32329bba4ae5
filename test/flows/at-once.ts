import type { CallAnswer } from '../platform/call.ts';

/** The same so many times at once. */
export const times = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

/** How many answers had each outcome, or status where none is named. */
export function tally(
  answers: readonly CallAnswer[],
  of: (answer: CallAnswer) => string | number = ({ status }) => status,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[of(answer)] = (counts[of(answer)] ?? 0) + 1;
  return counts;
}
