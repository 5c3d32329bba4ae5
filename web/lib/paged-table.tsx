'use client';
import type { ReactNode } from 'react';
import { ListRefused } from '../ui/list-refused.tsx';
import { ShowMore } from '../ui/show-more.tsx';
import { Table, type TableProps } from '../ui/table.tsx';
import type { Pages } from './use-pages.ts';

export interface PagedTableProps<Row extends { id: string }>
  extends Pick<TableProps<Row>, 'caption' | 'columns' | 'empty' | 'sort' | 'onSort' | 'selection'> {
  pages: Pages<Row>;
  /** What the rows are called: 'sessions'. */
  what: string;
  /** Which of them come first: 'newest' where nothing is said. */
  which?: string;
  /** Instead of how many are shown, where it says more. */
  foot?: ReactNode;
}

/** A list that comes in pages, under a heading that says what it lists: its rows, or why there are none. */
export function PagedTable<Row extends { id: string }>({ pages, what, which, foot, ...table }: PagedTableProps<Row>) {
  const { rows, trouble, hasMore, isLoadingMore, more, readAgain } = pages;
  if (trouble && !rows) return <ListRefused trouble={trouble} onTryAgain={readAgain} />;
  const shown = rows?.length ?? 0;
  return (
    <>
      <Table {...table} captionHidden rows={rows} rowKey={({ id }) => id} />
      {foot ||
        // A page of a list with filters may be empty and not the last one.
        ((shown > 0 || hasMore) && (
          <ShowMore
            shown={shown}
            what={what}
            which={which}
            hasMore={hasMore}
            pending={isLoadingMore}
            trouble={trouble}
            onMore={more}
          />
        ))}
    </>
  );
}
