/** The one way in which an address is masked, in mails and on pages. No server code may be imported here. */

/**
 * Enough for its owner to know it, not enough for anyone else: `v***@e***.com`.
 *
 * @param shown so many characters of its local part and of its domain
 */
export function maskEmail(email: string, shown = 1): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  const lastDot = domain.lastIndexOf('.');
  const ending = lastDot > 0 ? domain.slice(lastDot) : '';
  const name = domain.slice(0, domain.length - ending.length);
  const first = (text: string) => [...text].slice(0, shown).join('');
  return `${first(email.slice(0, Math.max(at, 0)))}***@${first(name)}***${ending}`;
}
