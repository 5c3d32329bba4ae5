import { rm } from 'node:fs/promises';
import { started } from './global-setup.ts';

export default async function globalTeardown(): Promise<void> {
  await Promise.all(started.map((platform) => platform.close()));
  const folder = process.env.TEST_DATA_FOLDER;
  if (folder) await rm(folder, { recursive: true, force: true });
}
