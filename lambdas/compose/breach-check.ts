import { rangeSearch } from '../adapters/breached-passwords/range.ts';
import type { Platform } from '../kernel/context.ts';

/** The list of breached passwords, where the configuration names one. */
export function breachCheck({ config, log }: Pick<Platform, 'config' | 'log'>): Pick<Platform, 'breachedPasswords'> {
  return config.breachCheck === null ? {} : { breachedPasswords: rangeSearch({ origin: config.breachCheck, log }) };
}
