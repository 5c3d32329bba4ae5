import { v7 } from 'uuid';
import type { Clock } from '../ports/clock.ts';

/** A UUIDv7 (RFC 9562 5.7) of the clock's time: ids sort by birth, so that indexes grow at one end. */
export function newId(clock: Clock): string {
  return v7({ msecs: clock.now().getTime() });
}
