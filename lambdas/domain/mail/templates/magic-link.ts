import { inertText, longestName } from '../inert-text.ts';
import type { Letter, Stationery } from '../letter.ts';
import { displayMailCode } from '../mail-code.ts';
import type { MagicLink } from '../requested-mails.ts';

export function magicLink(mail: MagicLink, { words, brand, lifetimes, codeLifetime, page }: Stationery): Letter {
  const own = words.magicLink;
  const url = page('/magic-link', { token: mail.token, return_to: mail.returnTo });
  return {
    subject: own.subject(brand),
    greeting: words.greeting(inertText(mail.name, longestName)),
    opening: own.opening(brand),
    action: { lead: own.lead, label: own.button, url },
    code: { lead: own.codeLead, code: displayMailCode(mail.code) },
    closing: own.closing(lifetimes.magicLink, codeLifetime(lifetimes.magicLink)),
  };
}
