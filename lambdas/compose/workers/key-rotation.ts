/** Makes the platform's keys at the first deploy, and replaces those that have become old, once a day. */
import type { ScheduledEvent } from 'aws-lambda';
import { systemClock } from '../../adapters/clock/system.ts';
import { secretsManagerRotation } from '../../adapters/keys/secrets-manager-rotation.ts';
import type { Rotatable } from '../../adapters/keys/stored-keys.ts';
import { ambientEnvironment } from '../../kernel/config.ts';
import { createLog } from '../../kernel/log.ts';
import { readCloudEnvironment } from '../cloud-environment.ts';

/** How many days a key makes. What it made is checked with it for longer: a pepper while a password hash names it,
 * the keys of factors and recovery codes while one of theirs is enrolled. */
const days: Readonly<Record<Rotatable, number>> = {
  signing: 30,
  refresh: 90,
  csrf: 90,
  pepper: 365,
  code: 90,
  outbox: 90,
  cursor: 90,
  factor: 365,
  recovery: 365,
};

const clock = systemClock;
const log = createLog({ clock, service: 'key-rotation' });
const rotation = secretsManagerRotation({ clock, secrets: readCloudEnvironment(ambientEnvironment()).secrets });

export async function handler(event: Partial<ScheduledEvent>): Promise<void> {
  if (event.source !== 'aws.events') return rotation.complete();
  for (const [key, most] of Object.entries(days) as [Rotatable, number][]) {
    if ((await rotation.ageSeconds(key)) < most * 86_400) continue;
    await rotation.rotate([key]);
    log.info('key replaced', { purpose: key });
  }
}
