/** Removes rows that nobody can have any use of, once a day. Where the database pauses, the sweeper does it alongside. */
import { createCleanUp } from '../../workers/clean-up.ts';
import { cloudPlatform } from '../cloud.ts';

/** Well below the time that the function is given. */
const seconds = 600;
const cleanUp = createCleanUp(cloudPlatform('clean-up'));

export async function handler(): Promise<void> {
  await cleanUp.run(seconds);
}
