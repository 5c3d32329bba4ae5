import type { Encoding } from './pack.ts';

/** In the order of our preference, which decides between those that a client takes equally. */
const known: readonly Encoding[] = ['br', 'gzip', 'identity'];

/**
 * The best encoding that a client takes (RFC 9110 12.5.3). Without the field, and where it takes none of ours, these are
 * the bytes as they are.
 *
 * @param accepted the value of `Accept-Encoding`, empty where there is none.
 */
export function encodingFor(accepted: string): Encoding {
  const weights = new Map<string, number>();
  for (const item of accepted.split(',')) {
    const [coding = '', ...parameters] = item
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    if (coding !== '') weights.set(coding, Number(weight) || 0);
  }
  const weightOf = (coding: Encoding) => weights.get(coding) ?? (coding === 'identity' ? least : weights.get('*')) ?? 0;
  return known.reduce((best, coding) => (weightOf(coding) > weightOf(best) ? coding : best), 'identity');
}

/** As it is, a body is always taken, after whatever was named. */
const least = 0.0001;
