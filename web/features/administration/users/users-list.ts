'use client';
import { authorized } from '../../../lib/session/browser.ts';
import { usePages } from '../../../lib/use-pages.ts';
import { useRead } from '../../../lib/use-read.ts';
import { client } from '../client.ts';
import { type UserFilters, usersQuery } from './users-query.ts';

/** All that concerns the users of the site is kept under it. */
export const usersKey = ['managed-users'];

export function useUsers(filters: UserFilters) {
  const query = usersQuery(filters);
  return usePages([...usersKey, 'list', query], (cursor) =>
    authorized((bearer) => client.listUsers({ bearer, query: { ...query, per_page: 50, cursor } })),
  );
}

const unknown = {
  NOT_FOUND: {
    title: 'There is no such user.',
    advice: 'The account may have been purged, or the address of this page may be wrong.',
  },
};

/** One user, as the platform has them now; nothing is read for an empty id. */
export function useUser(id: string) {
  return useRead([...usersKey, 'one', id], (bearer) => client.getUser({ bearer, params: { id } }), {
    enabled: id !== '',
    words: unknown,
  });
}
