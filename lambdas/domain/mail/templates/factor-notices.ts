import { inertText, longestName } from '../inert-text.ts';
import type { Letter, Stationery } from '../letter.ts';
import type { Factor, FactorAdded, FactorRemoved, RecoveryCodeUsed } from '../notices.ts';
import type { Words } from '../words/words.ts';
import { notice } from './notice.ts';

export function factorAdded(mail: FactorAdded, paper: Stationery): Letter {
  return factorNotice(mail, paper, paper.words.factorAdded);
}

export function factorRemoved(mail: FactorRemoved, paper: Stationery): Letter {
  return factorNotice(mail, paper, paper.words.factorRemoved);
}

export function recoveryCodeUsed(mail: RecoveryCodeUsed, paper: Stationery): Letter {
  const own = paper.words.recoveryCodeUsed;
  const said = { ...own, subject: own.subject(paper.brand), opening: own.opening(paper.brand, mail.left) };
  return notice(mail, paper, said, paper.page('/account/security'));
}

function factorNotice(
  mail: FactorAdded | FactorRemoved,
  paper: Stationery,
  own: Words['factorAdded' | 'factorRemoved'],
): Letter {
  const said = {
    ...own,
    subject: own.subject(paper.brand, mail.factor),
    opening: own.opening(paper.brand, mail.factor),
  };
  const label = inertText(mail.label ?? '', longestName);
  const facts = label === '' ? [] : [{ name: labelName(mail.factor, paper.words), value: label }];
  return notice(mail, paper, said, paper.page('/account/security'), facts);
}

function labelName(factor: Factor, { facts }: Words): string {
  if (factor === 'passkey') return facts.passkey;
  return factor === 'identity' ? facts.provider : facts.name;
}
