import type { Keys } from '../../ports/keys.ts';
import { inTurn } from '../in-turn.ts';
import { type KeySet, parseKeys } from './key-set.ts';
import { completed, type Rotatable, rotated } from './stored-keys.ts';

export interface RotatableKeys extends Keys {
  /** Makes a new key and puts the next one, or for a ring the new one, in charge. */
  rotate(what: Rotatable): Promise<void>;
}

/** Fresh keys that die with the process. */
export async function memoryKeys(): Promise<RotatableKeys> {
  let stored = await completed();
  let parsed = await parseKeys(stored);
  const queued = inTurn();
  return {
    signing: async () => parsed.signing,
    verifying: async () => parsed.signing,
    ring: async (purpose) => ringIn(parsed, purpose),
    rotate: (what) =>
      queued(async () => {
        stored = await rotated(stored, what);
        parsed = await parseKeys(stored);
      }),
  };
}

export function ringIn(keys: KeySet, purpose: Parameters<Keys['ring']>[0]) {
  const ring = keys.rings.get(purpose);
  if (!ring) throw new Error(`there is no ring ${purpose}`);
  return ring;
}
