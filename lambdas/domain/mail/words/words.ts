import { en } from './en.ts';

/** What a language must say. A further one is a table of this type beside `en.ts`. */
export type Words = typeof en;

/** The words for a reader, by the BCP 47 tag of the account; English where there is none or none that is spoken. */
export function wordsFor(_locale: string | null | undefined): Words {
  return en;
}
