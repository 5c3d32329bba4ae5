import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';
import type { TestPlatform } from '../platform.ts';

/** The key-value store stops answering, until `startStore`. */
export function stopStore(at: TestPlatform): void {
  at.beforeStore(() => {
    throw new DependencyUnavailable('store', new Error('stopped'));
  });
}

/** It answers again, with what it held. */
export function startStore(at: TestPlatform): void {
  at.beforeStore(() => undefined);
}

/** What the database throws while it is down: the error that every adapter's outage becomes. */
export function databaseDown(): DependencyUnavailable {
  return new DependencyUnavailable('database', new Error('stopped'));
}
