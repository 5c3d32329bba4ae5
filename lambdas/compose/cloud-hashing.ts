/** The composition of a flow's function that sets or compares passwords (`needs: ['hash']`). */
import type { Flow } from '../kernel/http/flow.ts';
import type { HttpFunction } from '../kernel/http/function.ts';
import { breachCheck } from './breach-check.ts';
import { cloudFunction } from './cloud.ts';

/** As `cloudFunction`, with the list of breached passwords where one is configured. */
export function hashingFunction(flow: Flow): HttpFunction {
  return cloudFunction(flow, breachCheck);
}
