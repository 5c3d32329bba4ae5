'use client';
import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { RefusalSummary } from '../ui/refusal-summary.tsx';
import { ShowMore } from '../ui/show-more.tsx';
import { Table, type TableProps } from '../ui/table.tsx';
import type { Pages } from './use-pages.ts';

export interface PagedTableProps<Row extends { id: string }>
  extends Pick<TableProps<Row>, 'caption' | 'columns' | 'empty'> {
  pages: Pages<Row>;
  /** What the rows are called: 'sessions'. */
  what: string;
  /** Instead of how many are shown, where it says more. */
  foot?: ReactNode;
}

/** A list that comes in pages, under a heading that says what it lists: its rows, or why there are none. */
export function PagedTable<Row extends { id: string }>({ pages, what, foot, ...table }: PagedTableProps<Row>) {
  const { rows, trouble, hasMore, isLoadingMore, more, readAgain } = pages;
  if (trouble && !rows)
    return (
      <RefusalSummary trouble={trouble} elsewhere={[]}>
        <Button kind="secondary" onClick={readAgain}>
          Try again
        </Button>
      </RefusalSummary>
    );
  const shown = rows?.length ?? 0;
  return (
    <>
      <Table {...table} captionHidden rows={rows} rowKey={({ id }) => id} />
      {foot ||
        (shown > 0 && (
          <ShowMore
            shown={shown}
            what={what}
            hasMore={hasMore}
            pending={isLoadingMore}
            trouble={trouble}
            onMore={more}
          />
        ))}
    </>
  );
}
