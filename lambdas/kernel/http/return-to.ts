/** Where a sign-in may lead, for the API and the site alike: pages of a signed-in person, and nowhere else (CWE-601). */

/** Where whoever asks for something else goes. */
export const usualPlace = '/account';

/**
 * What the addresses of our pages are made of, as they are written: nothing that a browser, a router or a server could
 * read as another host or another page (`//`, `\`, dot segments, encoded slashes, tabs that a URL parser drops).
 */
const ours = /^\/(account|admin)(\/[a-z0-9-]+)*(\?[\w\-.~!$&'()*+,;=:@/?%]*)?$/;

/** Whether it is a page of ours for people who are signed in. */
export function isOwnPlace(wanted: string): boolean {
  return ours.test(wanted);
}

/** That address as an answer says it: a page of ours by its path. Null for the usual place. */
export function answeredPlace(place: string, { origin }: { origin: string }): string | null {
  const shown = place.startsWith(`${origin}/`) ? place.slice(origin.length) : place;
  return shown === usualPlace ? null : shown;
}

/**
 * The address that a sign-in leads to: a page of ours, or one of the origins whose apps sign people in here. Of a foreign
 * one the text must be what the URL parser makes of it, or what was checked and what a browser reads could differ.
 */
export function placeToReturn(
  wanted: string | null | undefined,
  { origin, returnTo }: { origin: string; returnTo: readonly string[] },
): string {
  if (wanted && isOwnPlace(wanted)) return `${origin}${wanted}`;
  if (wanted && URL.canParse(wanted)) {
    const url = new URL(wanted);
    const isPlain = url.href === wanted || url.href === `${wanted}/`;
    // The origin of a `blob:` address is that of the page which made it.
    const isOfOrigin = url.href.startsWith(`${url.origin}/`);
    if (returnTo.includes(url.origin) && isOfOrigin && isPlain && url.username === '' && url.password === '')
      return url.href;
  }
  return `${origin}${usualPlace}`;
}
