import type { Letter, Stationery } from '../letter.ts';
import type { AccountDeleted, DataExported, NewDevice } from '../notices.ts';
import { notice } from './notice.ts';
import { shownTime } from './occurrence.ts';

export function newDevice(mail: NewDevice, paper: Stationery): Letter {
  const own = paper.words.newDevice;
  const said = { ...own, subject: own.subject(paper.brand), opening: own.opening(paper.brand) };
  return notice(mail, paper, said, paper.page('/account/sessions'));
}

/** No page of the site helps any longer, only people. */
export function accountDeleted(mail: AccountDeleted, paper: Stationery): Letter {
  const own = paper.words.accountDeleted;
  const opening = own.opening(paper.brand, shownTime(mail.until, paper.words));
  return notice(mail, paper, { ...own, subject: own.subject(paper.brand), opening }, paper.contact.url);
}

export function dataExported(mail: DataExported, paper: Stationery): Letter {
  const own = paper.words.dataExported;
  const said = { ...own, subject: own.subject(paper.brand), opening: own.opening(paper.brand) };
  return notice(mail, paper, said, paper.page('/forgot-password'));
}
