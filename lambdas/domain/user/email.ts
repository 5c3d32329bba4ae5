/**
 * E-mail addresses: what is accepted, and the key by which two spellings are one account.
 * Runs in browsers as well.
 */
export interface EmailAddress {
  /** As typed, without surrounding white space: for display, and where mail goes. */
  email: string;
  /** ASCII and lower case. Equal keys are one account; dots and plus tags count. */
  key: string;
}

/** RFC 5322 3.2.3, ASCII alone: no quoted strings, no comments, no Unicode that could fold into another's address. */
const dotAtom = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
/** RFC 5321 4.5.3.1: a local part, a domain, and a path without its angle brackets. */
const limits = { local: 64, domain: 253, address: 254 };
/** Unicode spellings are longer than what they map to; more than this is refused unread. */
const longestTyped = 320;

/** Reads one address; null where it is not one. Never throws, whatever the string holds. */
export function parseEmail(raw: string): EmailAddress | null {
  const email = raw.trim();
  const at = email.lastIndexOf('@');
  const local = email.slice(0, Math.max(at, 0));
  if (email.length > longestTyped || local.length > limits.local || !dotAtom.test(local)) return null;
  const domain = asciiDomain(email.slice(at + 1));
  if (domain === null) return null;
  const key = `${local.toLowerCase()}@${domain}`;
  return key.length > limits.address ? null : { email, key };
}

/**
 * The address as a mail server takes it: the local part as typed, an internationalised domain in its ASCII form (RFC
 * 5891 4.4). Null where it is no address, so that nothing else ever reaches a recipient field.
 */
export function mailboxOf(email: string): string | null {
  const parsed = parseEmail(email);
  if (!parsed) return null;
  return /^[\x21-\x7e]+$/.test(parsed.email)
    ? parsed.email
    : parsed.email.slice(0, parsed.email.lastIndexOf('@')) + parsed.key.slice(parsed.key.lastIndexOf('@'));
}

/**
 * ASCII that is no letter, digit, hyphen or dot: the URL parser gives `%41`, `[::1]`, `:25` and the like a meaning of
 * its own. And what nobody can see: controls, spaces, bidi marks, soft hyphens, lone surrogates. The two joiners stay,
 * because some scripts need them and UTS-46 checks their context.
 */
const unfitDomain = /[[\p{ASCII}\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}]--[a-zA-Z0-9.\-\u200c\u200d]]/v;
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** UTS-46, non-transitional, by the WHATWG URL parser, whose answer is then checked as a public host name. */
function asciiDomain(domain: string): string | null {
  if (domain === '' || unfitDomain.test(domain)) return null;
  // An all-ASCII host is let through with broken `xn--` labels; one ideographic full stop makes the parser check them.
  const url = `http://${domain.replaceAll('.', '\u3002')}/`;
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  // The parser reads `1.2.3.4`, `0x7f.1` and `127.1` as IPv4: no top-level domain is all digits (RFC 3696 2).
  if (host.length > limits.domain || labels.length < 2 || /^\d+$/.test(last)) return null;
  return labels.every((part) => label.test(part)) ? host : null;
}
