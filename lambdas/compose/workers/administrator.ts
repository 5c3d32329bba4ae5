/**
 * The first administrator, at each deploy that names one while there is none; and whomever an operator appoints by
 * `npm run break-glass`, which invokes this function with an address. After a restore `npm run restore` names the accounts
 * that are to be disabled again.
 */
import { ambientEnvironment } from '../../kernel/config.ts';
import { type Appointment, appointAdministrator, firstAdministrator } from '../../workers/administrator.ts';
import { disableAgain } from '../../workers/disable-again.ts';
import { cloudPlatform } from '../cloud.ts';

const platform = cloudPlatform('administrator');
const { GATEHOUSE_FIRST_ADMINISTRATOR: first } = ambientEnvironment();

export async function handler(event: {
  appoint?: unknown;
  disable?: unknown;
}): Promise<{ outcome: Appointment | 'present' | 'nobody' } | { disabled: number }> {
  if (Array.isArray(event.disable)) return { disabled: await disableAgain(platform, event.disable.map(String)) };
  if (typeof event.appoint === 'string') {
    platform.log.warn('administrator appointed by an operator');
    return { outcome: await appointAdministrator(platform, event.appoint) };
  }
  return { outcome: first ? await firstAdministrator(platform, first) : 'nobody' };
}
