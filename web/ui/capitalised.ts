/** With a capital at the beginning. */
export function capitalised(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** A name of the API that has no words yet, as words: `magic_link` is `Magic link`. */
export function spelledOut(name: string): string {
  return capitalised(name.replaceAll('_', ' '));
}
