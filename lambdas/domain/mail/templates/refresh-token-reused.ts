import type { Letter, Stationery } from '../letter.ts';
import type { RefreshTokenReused } from '../mail-template.ts';
import { occurrenceFacts } from './occurrence.ts';

export function refreshTokenReused(mail: RefreshTokenReused, { words, brand, page }: Stationery): Letter {
  const own = words.refreshTokenReused;
  return {
    subject: own.subject(brand),
    greeting: words.greeting(''),
    opening: own.opening(brand),
    facts: occurrenceFacts(mail, words),
    action: { lead: own.lead, label: own.button, url: page('/sign-in') },
    closing: own.closing,
  };
}
