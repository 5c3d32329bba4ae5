import { duration } from '../../../lambdas/domain/mail/words/duration.ts';
import { en } from '../../../lambdas/domain/mail/words/en.ts';
import { readableTime } from '../../../lambdas/domain/mail/words/time.ts';
import { languages, wordsFor } from '../../../lambdas/domain/mail/words/words.ts';
import { everyMail, link, linksOf, occurrence, render, said, wordsOf } from './mails.ts';

/** Words that are frequent in one language and none of the other. */
const marks: Readonly<Record<string, RegExp>> = {
  en: /\b(the|and|your?|this|with|if|not|nothing|is|are|it|sign|password|account|link works)\b/gi,
  de: /\b(und|Sie|Ihre?[mnrs]?|nicht|wurden?|diese[mnrs]?|ein|eine[mnrs]?|das|der|Konto|Passwort|Anmeldung)\b/g,
};

/** Where each of its words stands, so that two languages can be compared. */
function paths(words: object, at = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? paths(value, `${at}${key}.`)
      : [`${at}${key} ${Array.isArray(value) ? 'list' : typeof value}`],
  );
}

describe('the language of a mail', () => {
  it.each([
    ['de', 'de'],
    ['DE', 'de'],
    ['de-AT', 'de'],
    ['de-Latn-CH-1996', 'de'],
    ['de-DE-u-co-phonebk', 'de'],
    ['deu', 'de'],
    ['en', 'en'],
    ['en-US', 'en'],
    ['fr', 'en'],
    ['nds', 'en'],
    ['', 'en'],
    ['de_', 'en'],
    ['x-de', 'en'],
    ['../de', 'en'],
    ['__proto__', 'en'],
    [null, 'en'],
    [undefined, 'en'],
  ])('for %j is %s', (locale, language) => {
    expect(wordsFor(locale).language).toBe(language);
    expect(render({ template: 'verify_email', ...link, locale }).html).toContain(`<html lang="${language}">`);
  });

  it.each(languages)('$language has every word', (words) => {
    expect(paths(words)).toEqual(paths(en));
  });

  it.each(everyMail)('%s is in its language alone, from the subject to the last line', (_, mails) => {
    for (const mail of mails) {
      const { subject, text, html } = render(mail);
      const read = [subject, said({ text }), wordsOf(html)].map((form) =>
        linksOf(form).reduce((rest, url) => rest.replace(url, ''), form),
      );
      for (const form of read)
        for (const [language, mark] of Object.entries(marks)) {
          const found = form.match(mark) ?? [];
          if (language !== mail.locale) expect(found).toEqual([]);
        }
      expect((read[1]?.match(marks[mail.locale ?? ''] ?? /$^/g) ?? []).length).toBeGreaterThan(5);
    }
  });
});

describe('numbers and times', () => {
  it.each([
    ['en', 600, '10 minutes'],
    ['de', 600, '10 Minuten'],
    ['en', 86_400, '24 hours'],
    ['de', 604_800, '7 Tage'],
  ])('in %s, %d seconds are %s', (language, seconds, words) => {
    expect(duration(language, seconds)).toBe(words);
  });

  it.each([
    ['en', '31 January 2030 at 09:05 UTC'],
    ['de', '31. Januar 2030 um 09:05 UTC'],
  ])('in %s name the month, in UTC', (locale, shown) => {
    const { text, html } = render({ template: 'new_device', ...occurrence, locale });
    expect(text).toContain(`: ${shown}\n`);
    expect(wordsOf(html)).toContain(shown);
  });

  it('a time that is none stays as it is', () => {
    expect(readableTime('en-GB', 'soon')).toBe('soon');
  });
});
