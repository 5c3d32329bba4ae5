import { inertText, longestName } from '../inert-text.ts';
import type { Letter, Stationery } from '../letter.ts';
import { displayMailCode } from '../mail-code.ts';
import type { VerifyEmail } from '../requested-mails.ts';

export function verifyEmail(mail: VerifyEmail, { words, brand, lifetimes, codeLifetime, page }: Stationery): Letter {
  const own = words.verifyEmail;
  return {
    subject: own.subject(brand),
    greeting: words.greeting(inertText(mail.name, longestName)),
    opening: own.opening(brand),
    action: { lead: own.lead, label: own.button, url: page('/verify-email', { token: mail.token }) },
    code: { lead: own.codeLead, code: displayMailCode(mail.code) },
    closing: own.closing(lifetimes.verification, codeLifetime(lifetimes.verification)),
  };
}
