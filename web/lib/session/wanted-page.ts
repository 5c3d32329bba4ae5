'use client';
import { useHydrated } from '../use-hydrated.ts';
import { returnTo } from './return-to.ts';

/** Where the person wanted to be, as the page's address says it. */
export function wantedPage(): string | null {
  return new URLSearchParams(location.search).get('return_to');
}

/** The page to go to after a sign-in: what the address asks for is known in the browser alone. */
export function useReturnTo(): string {
  return returnTo(useHydrated() ? wantedPage() : null);
}
