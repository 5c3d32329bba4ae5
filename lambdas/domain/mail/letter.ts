import type { Config } from '../../kernel/config.ts';
import type { Words } from './words/words.ts';

/** A mail's content, before it is laid out. Plain text throughout: the layouts escape it. */
export interface Letter {
  subject: string;
  greeting: string;
  opening: readonly string[];
  /** The only links of a mail. */
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
  /** A page of the site. The token goes into the fragment, which reaches no server and no log. */
  page(path: `/${string}`, token?: string): string;
}

/** Made from the configured origin alone: no header of any request can change where a link leads. */
export function stationery(config: Pick<Config, 'origin' | 'brand' | 'lifetimes'>, words: Words): Stationery {
  return {
    words,
    brand: config.brand.name,
    lifetimes: config.lifetimes,
    page: (path, token) => config.origin + path + (token === undefined ? '' : `#token=${encodeURIComponent(token)}`),
  };
}
