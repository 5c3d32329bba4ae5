import type {
  AccountRemoved,
  AccountRestored,
  AccountUnlocked,
  FactorsReset,
  PasswordResetStarted,
} from '../administered.ts';
import { inertText, longestName } from '../inert-text.ts';
import type { Letter, Stationery } from '../letter.ts';
import { notice } from './notice.ts';
import { shownTime } from './occurrence.ts';

/** What is not said of whoever did it is left out. */
const nowhere = { ip: '', userAgent: '' };

export function factorsReset(mail: FactorsReset, paper: Stationery): Letter {
  const { subject, opening, closing, ...own } = paper.words.factorsReset;
  const said = {
    ...own,
    subject: subject(paper.brand),
    opening: opening(paper.brand),
    closing: closing(paper.contact.shown),
  };
  return notice({ ...mail, ...nowhere }, paper, said, paper.page('/account/security'));
}

export function accountUnlocked(mail: AccountUnlocked, paper: Stationery): Letter {
  const { subject, opening, closing, ...own } = paper.words.accountUnlocked;
  const said = {
    ...own,
    subject: subject(paper.brand),
    opening: opening(paper.brand),
    closing: closing(paper.contact.shown),
  };
  return notice({ ...mail, ...nowhere }, paper, said, paper.page('/sign-in'));
}

/** No page of the site helps any longer, only people. */
export function accountRemoved(mail: AccountRemoved, paper: Stationery): Letter {
  const { subject, opening, ...own } = paper.words.accountRemoved;
  const said = {
    ...own,
    subject: subject(paper.brand),
    opening: opening(paper.brand, shownTime(mail.until, paper.words)),
  };
  return notice({ ...mail, ...nowhere }, paper, said, paper.contact.url);
}

export function passwordResetStarted(mail: PasswordResetStarted, paper: Stationery): Letter {
  return resetLetter(mail, paper, paper.words.passwordResetStarted);
}

export function accountRestored(mail: AccountRestored, paper: Stationery): Letter {
  return resetLetter(mail, paper, paper.words.accountRestored);
}

function resetLetter(
  { name, token }: PasswordResetStarted | AccountRestored,
  { words, brand, lifetimes, page }: Stationery,
  own: Stationery['words']['passwordResetStarted'],
): Letter {
  return {
    subject: own.subject(brand),
    greeting: words.greeting(inertText(name, longestName)),
    opening: own.opening(brand),
    action: { lead: own.lead, label: own.button, url: page('/reset-password', { token }) },
    closing: own.closing(lifetimes.passwordReset),
  };
}
