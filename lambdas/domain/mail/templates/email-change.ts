import { inertText, longestName, maskedAddress } from '../inert-text.ts';
import type { Letter, Stationery } from '../letter.ts';
import { displayMailCode } from '../mail-code.ts';
import type { EmailChangeAsked, EmailChanged, EmailMovedBack, EmailReverted } from '../notices.ts';
import type { ConfirmEmail, EmailChangeTaken } from '../requested-mails.ts';
import { notice } from './notice.ts';

/** The page names the account, which it cannot ask for before its button is pressed. */
export function confirmEmail(mail: ConfirmEmail, { words, brand, lifetimes, codeLifetime, page }: Stationery): Letter {
  const own = words.confirmEmail;
  const account = maskedAddress(mail.currentEmail);
  return {
    subject: own.subject(brand),
    greeting: words.greeting(inertText(mail.name, longestName)),
    opening: own.opening(brand, account),
    action: { lead: own.lead, label: own.button, url: page('/confirm-email', { token: mail.token, account }) },
    code: { lead: own.codeLead, code: displayMailCode(mail.code) },
    closing: own.closing(lifetimes.emailChange, codeLifetime(lifetimes.emailChange)),
  };
}

export function emailChangeTaken(_: EmailChangeTaken, { words, brand, page }: Stationery): Letter {
  const own = words.emailChangeTaken;
  return {
    subject: own.subject(brand),
    greeting: words.greeting(''),
    opening: own.opening(brand),
    action: { lead: own.lead, label: own.button, url: page('/account/security') },
    closing: own.closing,
  };
}

/** A reset of the password drops the change that is pending, also for whoever is locked out. */
export function emailChangeAsked(mail: EmailChangeAsked, paper: Stationery): Letter {
  const { brand, page } = paper;
  const own = paper.words.emailChangeAsked;
  const opening = own.opening(brand, maskedAddress(mail.newEmail));
  return notice(mail, paper, { ...own, subject: own.subject(brand), opening }, page('/forgot-password'));
}

export function emailChanged(mail: EmailChanged, paper: Stationery): Letter {
  const { brand, lifetimes, page } = paper;
  const own = paper.words.emailChanged;
  const account = maskedAddress(mail.to);
  const said = {
    ...own,
    subject: own.subject(brand),
    opening: own.opening(brand, maskedAddress(mail.newEmail)),
    closing: own.closing(lifetimes.emailRevert),
  };
  return notice(mail, paper, said, page('/revert-email', { token: mail.token, account }));
}

export function emailReverted(mail: EmailReverted, paper: Stationery): Letter {
  const own = paper.words.emailReverted;
  const said = { ...own, subject: own.subject(paper.brand), opening: own.opening(paper.brand) };
  return notice(mail, paper, said, paper.page('/forgot-password'));
}

/** A reset would be mailed to the other address: whoever is wronged signs in and moves the account away again. */
export function emailMovedBack(mail: EmailMovedBack, paper: Stationery): Letter {
  const own = paper.words.emailMovedBack;
  const said = { ...own, subject: own.subject(paper.brand), opening: own.opening(paper.brand) };
  return notice(mail, paper, said, paper.page('/account/security'));
}
