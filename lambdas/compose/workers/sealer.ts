/** Seals audit rows, every five minutes. Where the database pauses, the sweeper does it alongside. */
import { createSealer } from '../../workers/sealer.ts';
import { cloudPlatform } from '../cloud.ts';
import { cloudArchive } from '../cloud-archive.ts';

/** Well below the time that the function is given. */
const seconds = 240;
const sealer = createSealer(cloudPlatform('sealer', cloudArchive()));

export async function handler(): Promise<void> {
  await sealer.run(seconds);
}
