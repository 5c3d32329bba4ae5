'use client';
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import type { Failure } from '../../lambdas/kernel/http/client.ts';
import type { Pagination } from '../../lambdas/kernel/http/lists.ts';
import { type Trouble, troubleOf } from './refusals.ts';
import { RefusedError } from './retries.ts';

type ListAnswer<Row> = { ok: true; data: Row[]; pagination: Pagination } | Failure;

export interface Pages<Row> {
  /** Of all pages that were asked for; null until the first is there. */
  rows: readonly Row[] | null;
  /** Why the last read brought nothing. */
  trouble: Trouble | null;
  /** There is a further page. */
  hasMore: boolean;
  isLoadingMore: boolean;
  more(): void;
  readAgain(): void;
}

/**
 * A list that the platform answers in pages, read page by page as it is asked for. Rows that moved to a later page
 * meanwhile are shown once.
 *
 * @param read asks for the page of a cursor, the first without one.
 */
export function usePages<Row extends { id: string }>(
  queryKey: QueryKey,
  read: (cursor: string | undefined) => Promise<ListAnswer<Row>>,
): Pages<Row> {
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam }) => {
      const answer = await read(pageParam);
      if (!answer.ok) throw new RefusedError(answer);
      return answer;
    },
    getNextPageParam: ({ pagination }) => pagination.next_cursor,
  });
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  return {
    rows: data ? once(data.pages.flatMap((page) => page.data)) : null,
    trouble: error && troubleOf(error instanceof RefusedError ? error.failure : null),
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    more: () => void fetchNextPage(),
    readAgain: () => void refetch(),
  };
}

function once<Row extends { id: string }>(rows: readonly Row[]): Row[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
