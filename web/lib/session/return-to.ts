/** Where a sign-in may lead: the places of a signed-in person, and nowhere else (CWE-601). */
const places = ['/account', '/admin'];

/** The place to go to after a sign-in; the account where `wanted` is none of ours. */
export function returnTo(wanted: string | null): string {
  const fallback = '/account';
  if (wanted === null) return fallback;
  // Of any other origin once a browser has read it: `//host`, `/\host`, a scheme, tabs and line breaks in between.
  const here = 'https://here.invalid';
  if (!wanted.startsWith('/') || !URL.canParse(wanted, here)) return fallback;
  const url = new URL(wanted, here);
  const isOurs = places.some((place) => url.pathname === place || url.pathname.startsWith(`${place}/`));
  return url.origin === here && isOurs ? url.pathname + url.search : fallback;
}

/** The address of a page that comes back to `place`. */
export function withReturnTo(page: string, place: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query);
  if (returnTo(place) === place && place !== '/account') search.set('return_to', place);
  return search.size > 0 ? `${page}?${search}` : page;
}
