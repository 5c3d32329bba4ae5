import { cursorOf, type Page, positionOf } from '../../domain/page.ts';
import type { ManagedUser } from '../../domain/user/managed-users.ts';
import { pageOfUsers, type UserListing } from '../../domain/user/user-list.ts';
import { sortsOf, type UserFilter, type UserSort } from '../../domain/user/user-walk.ts';
import type { Context } from '../../kernel/context.ts';
import { invalidFields } from '../../kernel/errors.ts';
import type { UserFilterQuery, UserListQuery } from './user-routes.ts';

/** More words tell nobody apart. */
const mostWords = 5;

/**
 * @throws AuthError 422 for an order in which no index has what the filters choose, and for a cursor of another list,
 * order or filter.
 */
export async function listUsers(context: Context, query: UserListQuery): Promise<Page<ManagedUser>> {
  const listing = listingOf(query);
  const name = listNameOf(listing);
  const after = await positionOf(context, name, query);
  const { per_page } = query;
  const { users, next } = await pageOfUsers(context.database, listing, { after, limit: per_page });
  return { rows: users, pagination: { per_page, next_cursor: next && (await cursorOf(context, name, next)) } };
}

/** What a query asks for. */
export function listingOf(query: UserFilterQuery): UserListing {
  const filter = filterOf(query);
  const sorts = sortsOf(filter);
  const { sort } = query;
  if (sort === undefined) return { filter, sort: sorts[0] ?? 'created_at', descending: filter.words.length === 0 };
  const column = sort.replace(/^-/, '') as UserSort;
  if (sorts.includes(column)) return { filter, sort: column, descending: sort.startsWith('-') };
  throw invalidFields({
    sort:
      sorts.length === 0
        ? 'Leave it out in a search, which has an order of its own.'
        : `Must be one of ${sorts.flatMap((one) => [one, `-${one}`]).join(', ')} with these filters.`,
  });
}

/** A cursor of one list is none of another. */
export function listNameOf({ filter, sort, descending }: UserListing): readonly string[] {
  return ['users', sort, descending ? 'desc' : 'asc', filter.status ?? '', filter.role ?? '', ...filter.words];
}

/** The longest word first: fewest users have it. */
function filterOf(query: UserFilterQuery): UserFilter {
  const words = (query['filter[search]'] ?? '').split(/\s+/).filter((word) => word !== '');
  if (words.length > mostWords) throw invalidFields({ 'filter[search]': `Must have at most ${mostWords} words.` });
  return {
    words: words.sort((a, b) => b.length - a.length),
    role: query['filter[role]'] ?? null,
    status: query['filter[status]'] ?? null,
  };
}
