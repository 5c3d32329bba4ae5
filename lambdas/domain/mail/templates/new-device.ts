import type { Letter, Stationery } from '../letter.ts';
import type { NewDevice } from '../mail-template.ts';
import { occurrenceFacts } from './occurrence.ts';

export function newDevice(mail: NewDevice, { words, brand, page }: Stationery): Letter {
  const own = words.newDevice;
  return {
    subject: own.subject(brand),
    greeting: words.greeting(''),
    opening: own.opening(brand),
    facts: occurrenceFacts(mail, words),
    action: { lead: own.lead, label: own.button, url: page('/account/sessions') },
    closing: own.closing,
  };
}
