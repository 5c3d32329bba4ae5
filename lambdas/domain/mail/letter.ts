import type { Config } from '../../kernel/config.ts';
import type { Words } from './words/words.ts';

export type MailConfig = Pick<Config, 'origin' | 'brand' | 'mailFrom' | 'securityContact' | 'lifetimes'>;

/** A mail's content, before it is laid out. Plain text throughout: the layouts escape it. */
export interface Letter {
  subject: string;
  greeting: string;
  opening: readonly string[];
  /** The only link of a mail. */
  action?: { lead: string; label: string; url: string };
  code?: { lead: string; code: string };
  facts?: readonly { name: string; value: string }[];
  closing: readonly string[];
}

/** What every template is given besides its own values. */
export interface Stationery {
  words: Words;
  brand: string;
  lifetimes: Config['lifetimes'];
  /** Of a code, in seconds, by that of the link beside it: never longer (`planMailToken`). */
  codeLifetime(link: number): number;
  /** Where people answer, whoever is locked out: `mailto:` or `https:`. */
  contact: { url: string; shown: string };
  /** A page of the site. Secrets go into the fragment, which reaches no server and no log. */
  page(path: `/${string}`, fragment?: Readonly<Record<string, string | undefined>>): string;
}

/** Made from the configuration alone: no header of any request can change where a link leads. */
export function stationery(config: MailConfig, words: Words): Stationery {
  return {
    words,
    brand: config.brand.name,
    lifetimes: config.lifetimes,
    codeLifetime: (link) => Math.min(link, config.lifetimes.mailCode),
    contact: { url: config.securityContact, shown: shownUrl(config.securityContact) },
    page(path, fragment = {}) {
      const parts = Object.entries(fragment).flatMap(([name, value]) =>
        value === undefined ? [] : [`${name}=${fragmentValue(value)}`],
      );
      return config.origin + path + (parts.length === 0 ? '' : `#${parts.join('&')}`);
    },
  };
}

/** Without what ends a link in plain text, as a star does in some mail programs (RFC 3986 2.2, sub-delims). */
function fragmentValue(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** As a person copies it. */
export function shownUrl(url: string): string {
  return url.replace(/^mailto:/, '');
}
