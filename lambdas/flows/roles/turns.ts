import { AuthError } from '../../kernel/errors.ts';

/** How often a change that another change of rights came between is tried. */
const most = 5;

/**
 * Tries a change that answers null where somebody granted or took something since it looked: what it found is old.
 *
 * @throws AuthError `CONFLICT` where that happens each time.
 */
export async function inTurns<Result>(change: () => Promise<Result | null>): Promise<Result> {
  for (let turn = 0; turn < most; turn += 1) {
    const result = await change();
    if (result !== null) return result;
  }
  throw new AuthError('CONFLICT');
}
