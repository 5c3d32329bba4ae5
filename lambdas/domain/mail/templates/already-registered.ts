import { inertText, longestName } from '../inert-text.ts';
import type { Letter, Stationery } from '../letter.ts';
import type { AlreadyRegistered } from '../requested-mails.ts';

export function alreadyRegistered(mail: AlreadyRegistered, { words, brand, page }: Stationery): Letter {
  const own = words.alreadyRegistered;
  return {
    subject: own.subject(brand),
    greeting: words.greeting(inertText(mail.name, longestName)),
    opening: own.opening(brand),
    action: { lead: own.lead, label: own.button, url: page('/sign-in') },
    closing: own.closing,
  };
}
