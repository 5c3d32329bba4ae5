import { inertText, longestName } from '../inert-text.ts';
import type { Letter, Stationery } from '../letter.ts';
import type { Invitation } from '../requested-mails.ts';

export function invitation(mail: Invitation, { words, brand, lifetimes, page }: Stationery): Letter {
  const own = words.invitation;
  const inviter = inertText(mail.inviter ?? '', longestName);
  return {
    subject: own.subject(brand),
    greeting: words.greeting(''),
    opening: own.opening(brand),
    facts: inviter === '' ? [] : [{ name: words.facts.inviter, value: inviter }],
    action: { lead: own.lead, label: own.button, url: page('/accept-invitation', { token: mail.token }) },
    closing: own.closing(lifetimes.invitation),
  };
}
