/** Capitals and spaces around it do not count: they say nothing about what was meant. */
export function isPhrase(typed: string, phrase: string): boolean {
  const plain = (text: string) => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
  return plain(typed) === plain(phrase);
}
