import type { Letter, Stationery } from '../letter.ts';
import type { Occurrence } from '../notices.ts';
import { occurrenceFacts } from './occurrence.ts';

interface NoticeWords {
  subject: string;
  opening: readonly string[];
  lead: string;
  button: string;
  closing: readonly string[];
}

/** What happened, when and from where, and the one page at which somebody who was not the one can act. */
export function notice(
  mail: Occurrence,
  { words }: Stationery,
  said: NoticeWords,
  url: string,
  facts: NonNullable<Letter['facts']> = [],
): Letter {
  return {
    subject: said.subject,
    greeting: words.greeting(''),
    opening: said.opening,
    facts: [...facts, ...occurrenceFacts(mail, words)],
    action: { lead: said.lead, label: said.button, url },
    closing: said.closing,
  };
}
