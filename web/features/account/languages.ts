/** Languages that a person may choose; others are there for whoever uses them already. */
const offered = [
  'ar',
  'cs',
  'da',
  'de',
  'de-AT',
  'de-CH',
  'el',
  'en',
  'en-GB',
  'en-US',
  'es',
  'es-MX',
  'et',
  'fi',
  'fr',
  'fr-CA',
  'fr-CH',
  'he',
  'hi',
  'hu',
  'id',
  'it',
  'ja',
  'ko',
  'nb',
  'nl',
  'pl',
  'pt',
  'pt-BR',
  'ro',
  'sv',
  'th',
  'tr',
  'uk',
  'vi',
  'zh-Hans',
  'zh-Hant',
];

export interface Language {
  value: string;
  label: string;
}

/**
 * The choices of a form, each in its own language and in the order of its name: the offered ones, those that the
 * browser asks for, and the saved one.
 *
 * @param browser the browser's wishes (`navigator.languages`); what is no language tag is left out.
 */
export function languagesFor(browser: readonly string[], saved: string | null): Language[] {
  const tags = new Set([...offered, ...browser.flatMap(canonical), ...(saved === null ? [] : [saved])]);
  const collator = new Intl.Collator('en');
  return [...tags]
    .map((value) => ({ value, label: nameOf(value) }))
    .sort((one, other) => collator.compare(one.label, other.label));
}

function canonical(tag: string): string[] {
  try {
    return Intl.getCanonicalLocales(tag);
  } catch {
    return [];
  }
}

/** The language's name for itself, as a heading writes it; the tag where nobody knows one. */
function nameOf(tag: string): string {
  try {
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
  } catch {
    return tag;
  }
}
