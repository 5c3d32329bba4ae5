import { AuthError } from '../errors.ts';

/**
 * Every cookie of the platform bears the `__Host-` prefix (RFC 6265bis 4.1.3.2): Secure, host-only, Path=/. A sibling
 * subdomain or a plain-http page cannot plant one.
 */
export const cookieNames = {
  refresh: '__Host-refresh',
  csrf: '__Host-csrf',
  device: '__Host-device',
  /** The pending sign-in, where a redirect ends in a second factor. */
  mfa: '__Host-mfa',
  /** Binds the state of a social sign-in to the browser that began it. */
  oauth: '__Host-oauth',
} as const;

type CookieName = keyof typeof cookieNames;

const secret = 'Path=/; Secure; HttpOnly; SameSite=Strict';
/** The page reads the CSRF value to send it back as a header, so this one is not HttpOnly. */
const readable = 'Path=/; Secure; SameSite=Strict';
/** It must come along with the redirect from another site (RFC 6265bis 5.6.7.1). */
const acrossRedirects = 'Path=/; Secure; HttpOnly; SameSite=Lax';
const attributes: Record<CookieName, string> = {
  refresh: secret,
  csrf: readable,
  device: secret,
  mfa: secret,
  oauth: acrossRedirects,
};

/** How long a known device is remembered: 400 days is the longest that a browser grants (RFC 6265bis 5.5). */
export const deviceCookieSeconds = 400 * 86_400;

// RFC 6265 4.1.1 cookie-octet: nothing that could end the value or the header line.
const cookieOctets = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

/** A whole `Set-Cookie` value. Throws where `value` is not made of cookie octets. */
export function setCookie(name: CookieName, value: string, maxAgeSeconds: number): string {
  if (!cookieOctets.test(value)) throw new TypeError(`the value of ${cookieNames[name]} is not made of cookie octets`);
  return `${cookieNames[name]}=${value}; ${attributes[name]}; Max-Age=${maxAgeSeconds}`;
}

/** A `Set-Cookie` value that removes the cookie. */
export function clearCookie(name: CookieName): string {
  return `${cookieNames[name]}=; ${attributes[name]}; Max-Age=0`;
}

export type Cookies = Readonly<Record<string, string | undefined>>;

const none: Cookies = Object.freeze({});

/**
 * RFC 6265 5.2 trims these two and nothing else. `trim()` would also take a name's leading U+2000 or U+00A0, behind
 * which a browser does not see the prefix: a sibling subdomain could plant a cookie of ours.
 */
const outerSpace = /^[ \t]+|[ \t]+$/g;

/**
 * The `__Host-` cookies of a payload v2 event; others are never read. Throws 400 `MALFORMED_REQUEST` where one name
 * comes twice: which of the two counts would be a guess (RFC 6265 4.2.2 leaves their order open).
 */
export function readCookies(lines: readonly string[] | undefined): Cookies {
  if (!lines || lines.length === 0) return none;
  const cookies: Record<string, string | undefined> = Object.create(null);
  for (const line of lines) {
    for (const pair of line.split(';')) {
      const cut = pair.indexOf('=');
      if (cut < 0) continue;
      const name = pair.slice(0, cut).replace(outerSpace, '');
      if (!name.startsWith('__Host-')) continue;
      if (name in cookies) throw new AuthError('MALFORMED_REQUEST');
      cookies[name] = pair.slice(cut + 1).replace(outerSpace, '');
    }
  }
  return cookies;
}
