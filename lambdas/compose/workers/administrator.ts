/**
 * The first administrator, at each deploy that names one while there is none; and whomever an operator appoints by
 * `npm run break-glass`, which invokes this function with an address.
 */
import { ambientEnvironment } from '../../kernel/config.ts';
import { type Appointment, appointAdministrator, firstAdministrator } from '../../workers/administrator.ts';
import { cloudPlatform } from '../cloud.ts';

const platform = cloudPlatform('administrator');
const { GATEHOUSE_FIRST_ADMINISTRATOR: first } = ambientEnvironment();

export async function handler(event: { appoint?: unknown }): Promise<{ outcome: Appointment | 'present' | 'nobody' }> {
  if (typeof event.appoint === 'string') {
    platform.log.warn('administrator appointed by an operator');
    return { outcome: await appointAdministrator(platform, event.appoint) };
  }
  return { outcome: first ? await firstAdministrator(platform, first) : 'nobody' };
}
