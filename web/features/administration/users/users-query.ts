/** From the address of the page to the query of the API. */
import type * as z from 'zod/mini';
import { queryOf } from '../../../lib/url-filters.ts';
import type { Sort } from '../../../ui/sort.ts';
import type { routes } from '../client.ts';

export const userFilterNames = ['search', 'status', 'role', 'sort'] as const;
export type UserFilters = Readonly<Record<(typeof userFilterNames)[number], string>>;
export type UsersQuery = z.input<typeof routes.listUsers.query>;

/** What is empty filters nothing; the platform says what is wrong with a value that somebody wrote into the address. */
export function usersQuery(filters: UserFilters): UsersQuery {
  const { search, status, role, sort } = filters;
  // An order that was chosen before another filter was is none that this list can be gone through in.
  const order = sortKeysOf(filters).some((key) => key === sort.replace('-', '')) ? sort : '';
  const said = { 'filter[search]': search, 'filter[status]': status, 'filter[role]': role, sort: order };
  return queryOf<UsersQuery>(said);
}

export function isFiltered({ search, status, role }: UserFilters): boolean {
  return search !== '' || status !== '' || role !== '';
}

type SortKey = 'name' | 'created_at' | 'deleted_at';

/** By what such a list can be sorted, the usual one first: at a million users not every list can be had in every order. */
export function sortKeysOf({ search, status, role }: UserFilters): readonly SortKey[] {
  if (search !== '') return [];
  if (role !== '') return ['created_at'];
  if (status === '' || status === 'active') return ['created_at', 'name'];
  return status === 'deleted' ? ['deleted_at'] : ['created_at'];
}

/** Null where the list has an order of its own. The newest come first unless it says otherwise. */
export function sortOf(filters: UserFilters): Sort | null {
  const [usual] = sortKeysOf(filters);
  if (!usual) return null;
  const order = usersQuery(filters).sort ?? `-${usual}`;
  return order.startsWith('-')
    ? { key: order.slice(1), direction: 'descending' }
    : { key: order, direction: 'ascending' };
}

/** As the address says it; null where it is the usual one. */
export function orderOf({ key, direction }: Sort): string | null {
  if (direction === 'ascending') return key;
  return key === 'name' ? `-${key}` : null;
}
