/** Two spellings of one address, as far as a browser needs to know: the platform compares more closely. */
export function isSameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
