/** The archive of audit seals, for the workers that seal. */
import { s3Archive } from '../adapters/archive/s3.ts';
import { systemClock } from '../adapters/clock/system.ts';
import { ambientEnvironment } from '../kernel/config.ts';
import type { Platform } from '../kernel/context.ts';
import { readCloudEnvironment } from './cloud-environment.ts';

/** Nothing where the function was not given one. */
export function cloudArchive(): Partial<Platform> {
  const { archive } = readCloudEnvironment(ambientEnvironment());
  if (!archive) return {};
  const retention = { mode: 'COMPLIANCE', days: archive.days } as const;
  return { archive: s3Archive({ clock: systemClock, bucket: archive.bucket, retention }) };
}
