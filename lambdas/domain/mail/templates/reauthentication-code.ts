import type { Letter, Stationery } from '../letter.ts';
import { displayMailCode } from '../mail-code.ts';
import type { ReauthenticationCode } from '../requested-mails.ts';

export function reauthenticationCode(mail: ReauthenticationCode, { words, brand, lifetimes }: Stationery): Letter {
  const own = words.reauthenticationCode;
  return {
    subject: own.subject(brand),
    greeting: words.greeting(''),
    opening: own.opening(brand),
    code: { lead: own.codeLead, code: displayMailCode(mail.code) },
    closing: own.closing(lifetimes.mailCode, brand),
  };
}
