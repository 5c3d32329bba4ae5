/** Where a sign-in may lead: the pages of a signed-in person, and nowhere else (CWE-601). */

const fallback = '/account';

/**
 * What the addresses of our pages are made of, as they are written: nothing that a browser, a router or a server could
 * read as another host or another page (`//`, `\`, dot segments, encoded slashes, tabs that a URL parser drops).
 */
const ours = /^\/(account|admin)(\/[a-z0-9-]+)*(\?[\w\-.~!$&'()*+,;=:@/?%]*)?$/;

/** The page to go to after a sign-in; the account where `wanted` is none of ours. */
export function returnTo(wanted: string | null): string {
  return wanted !== null && ours.test(wanted) ? wanted : fallback;
}

/** The address of a page that comes back to `place`. */
export function withReturnTo(page: string, place: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query);
  if (place !== fallback && returnTo(place) === place) search.set('return_to', place);
  return search.size > 0 ? `${page}?${search}` : page;
}
