import type { Letter, Stationery } from '../letter.ts';
import type { PasswordBreached, PasswordChanged } from '../notices.ts';
import { notice } from './notice.ts';

/** Whoever was not the one no longer knows the password: only a mailed link helps. */
export function passwordChanged(mail: PasswordChanged, paper: Stationery): Letter {
  const own = paper.words.passwordChanged;
  const said = { ...own, subject: own.subject(paper.brand), opening: own.opening(paper.brand, mail.how) };
  return notice(mail, paper, said, paper.page('/forgot-password'));
}

export function passwordBreached(mail: PasswordBreached, paper: Stationery): Letter {
  const own = paper.words.passwordBreached;
  const said = { ...own, subject: own.subject(paper.brand), opening: own.opening(paper.brand) };
  return notice(mail, paper, said, paper.page('/account/security'));
}
