import type { Letter, Stationery } from '../letter.ts';
import type { RefreshTokenReused } from '../notices.ts';
import { notice } from './notice.ts';

export function refreshTokenReused(mail: RefreshTokenReused, paper: Stationery): Letter {
  const own = paper.words.refreshTokenReused;
  const said = { ...own, subject: own.subject(paper.brand), opening: own.opening(paper.brand) };
  return notice(mail, paper, said, paper.page('/sign-in'));
}
