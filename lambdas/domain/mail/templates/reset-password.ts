import { inertText, longestName } from '../inert-text.ts';
import type { Letter, Stationery } from '../letter.ts';
import { displayMailCode } from '../mail-code.ts';
import type { ResetPassword } from '../requested-mails.ts';

export function resetPassword(
  mail: ResetPassword,
  { words, brand, lifetimes, codeLifetime, page }: Stationery,
): Letter {
  const own = words.resetPassword;
  return {
    subject: own.subject(brand),
    greeting: words.greeting(inertText(mail.name, longestName)),
    opening: own.opening(brand),
    action: { lead: own.lead, label: own.button, url: page('/reset-password', { token: mail.token }) },
    code: { lead: own.codeLead, code: displayMailCode(mail.code) },
    closing: own.closing(lifetimes.passwordReset, codeLifetime(lifetimes.passwordReset)),
  };
}
