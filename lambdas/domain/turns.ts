/** Changes of what others change too: what was looked at may be another by the time it is written. */
import { AuthError } from '../kernel/errors.ts';

/** How often another change may come between. */
const most = 5;

/**
 * Tries a change that answers null where something is no longer as it was read, with nothing written: it is looked at
 * again.
 *
 * @throws AuthError `CONFLICT` where that happens each time.
 */
export async function inTurns<Result>(turn: () => Promise<Result | null>): Promise<Result> {
  for (let tried = 0; tried < most; tried += 1) {
    const result = await turn();
    if (result !== null) return result;
  }
  throw new AuthError('CONFLICT');
}
