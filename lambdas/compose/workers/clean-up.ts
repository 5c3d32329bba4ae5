/**
 * Removes rows that nobody can have any use of, and accounts whose grace time is over, once a day. Where the database
 * pauses, the sweeper does both alongside.
 */
import { createCleanUp } from '../../workers/clean-up.ts';
import { createPurge } from '../../workers/purge.ts';
import { cloudPlatform } from '../cloud.ts';

/** Together well below the time that the function is given. */
const seconds = 300;
const platform = cloudPlatform('clean-up');
const cleanUp = createCleanUp(platform);
const purge = createPurge(platform);

export async function handler(): Promise<void> {
  await cleanUp.run(seconds);
  await purge.run(seconds);
}
