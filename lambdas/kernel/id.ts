import { v7 } from 'uuid';
import type { Clock } from '../ports/clock.ts';

/** A UUIDv7 (RFC 9562 5.7) of the clock's time: ids sort by birth, so that indexes grow at one end. */
export function newId(clock: Clock): string {
  return v7({ msecs: clock.now().getTime() });
}

/** The least id that `newId` could have given at that time: what was made before it sorts below. */
export function firstIdOf(time: Date): string {
  return v7({ msecs: time.getTime(), seq: 0, random: new Uint8Array(16) });
}

/** Below every id. */
export const lowestId = '00000000-0000-0000-0000-000000000000';
