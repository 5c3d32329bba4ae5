/** Where a sign-in may lead: the rule is the API's own (lambdas/kernel/http/return-to.ts). */
import { isOwnPlace, usualPlace } from '../../../lambdas/kernel/http/return-to.ts';

/** The page to go to after a sign-in; the account where `wanted` is none of ours. */
export function returnTo(wanted: string | null): string {
  return wanted !== null && isOwnPlace(wanted) ? wanted : usualPlace;
}

/** The address of a page that comes back to `place`. */
export function withReturnTo(page: string, place: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query);
  if (place !== usualPlace && returnTo(place) === place) search.set('return_to', place);
  return search.size > 0 ? `${page}?${search}` : page;
}
