import { de } from './de.ts';
import { en } from './en.ts';

/** What a language must say. A further one is a table of this type beside `en.ts`, and a line in `languages`. */
export type Words = typeof en;

/** Every language that mails are written in. */
export const languages: readonly Words[] = [en, de];

/**
 * The words for a reader, by the BCP 47 tag of the account: those of its language, whatever its region and script;
 * English where there is no tag, a broken one, or one of a language that is not spoken here (RFC 4647 3.4).
 */
export function wordsFor(locale: string | null | undefined): Words {
  const language = languageOf(locale ?? '');
  return languages.find((words) => words.language === language) ?? en;
}

function languageOf(locale: string): string | null {
  try {
    return new Intl.Locale(locale).language;
  } catch {
    return null;
  }
}
