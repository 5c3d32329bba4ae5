/** Keeps the counts of the overview, each quarter of an hour. Where the database pauses, the sweeper does it alongside. */
import { createStatistics } from '../../workers/statistics.ts';
import { cloudPlatform } from '../cloud.ts';

/** Well below the time that the function is given. */
const seconds = 600;
const statistics = createStatistics(cloudPlatform('statistics'));

export async function handler(): Promise<void> {
  await statistics.run(seconds);
}
