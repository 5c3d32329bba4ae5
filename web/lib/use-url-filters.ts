'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import { queryWith } from './url-filters.ts';

export type UrlFilters<Name extends string> = Readonly<Record<Name, string>>;

/** Null, or an empty text, takes a value out of the address. */
export type FilterChange<Name extends string> = Partial<Record<Name, string | null>>;

/**
 * What of a page stands in the query of its address, so that it can be kept, sent and gone back to; empty where it says
 * nothing. A change is another entry of the history where it opens something (`push`), else it takes the place of this
 * one. Nothing is loaded for it: the site is static.
 */
export function useUrlFilters<Name extends string>(
  names: readonly Name[],
): [UrlFilters<Name>, (change: FilterChange<Name>, how?: 'push' | 'replace') => void] {
  const query = useSearchParams();
  const filters = Object.fromEntries(names.map((name) => [name, query.get(name) ?? ''])) as Record<Name, string>;
  const change = useCallback((changes: FilterChange<Name>, how: 'push' | 'replace' = 'replace') => {
    const address = location.pathname + queryWith(location.search, changes);
    if (address === location.pathname + location.search) return;
    if (how === 'push') history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }, []);
  return [filters, change];
}
