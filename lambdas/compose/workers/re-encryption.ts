/** Seals secrets of factors by the current key, once a day. Where the database pauses, the sweeper does it alongside. */
import { createReEncryption } from '../../workers/re-encryption.ts';
import { cloudPlatform } from '../cloud.ts';

/** Well below the time that the function is given. */
const seconds = 600;
const reEncryption = createReEncryption(cloudPlatform('re-encryption'));

export async function handler(): Promise<void> {
  await reEncryption.run(seconds);
}
