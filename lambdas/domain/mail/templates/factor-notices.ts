import { inertText, longestName } from '../inert-text.ts';
import type { Letter, Stationery } from '../letter.ts';
import type { Factor, FactorAdded, FactorRemoved, RecoveryCodeUsed } from '../notices.ts';
import type { Words } from '../words/words.ts';
import { notice } from './notice.ts';

export function factorAdded(mail: FactorAdded, paper: Stationery): Letter {
  const { lead, ...own } = paper.words.factorAdded;
  return factorNotice(mail, paper, { ...own, lead: lead(mail.factor) });
}

export function factorRemoved(mail: FactorRemoved, paper: Stationery): Letter {
  return factorNotice(mail, paper, paper.words.factorRemoved);
}

export function recoveryCodeUsed(mail: RecoveryCodeUsed, paper: Stationery): Letter {
  const { brand, contact, page } = paper;
  const own = paper.words.recoveryCodeUsed;
  const said = {
    ...own,
    subject: own.subject(brand),
    opening: own.opening(brand, mail.left),
    closing: own.closing(contact.shown),
  };
  return notice(mail, paper, said, page('/account/security'));
}

function factorNotice(
  mail: FactorAdded | FactorRemoved,
  paper: Stationery,
  own: Omit<Words['factorAdded'], 'lead'> & { lead: string },
): Letter {
  const { words, brand, contact, page } = paper;
  const said = {
    ...own,
    subject: own.subject(brand, mail.factor),
    opening: own.opening(brand, mail.factor),
    closing: own.closing(contact.shown),
  };
  const label = inertText(mail.label ?? '', longestName);
  const facts = label === '' ? [] : [{ name: labelName(mail.factor, words), value: label }];
  return notice(mail, paper, said, page('/account/security'), facts);
}

function labelName(factor: Factor, { facts }: Words): string {
  if (factor === 'passkey') return facts.passkey;
  return factor === 'identity' ? facts.provider : facts.label;
}
