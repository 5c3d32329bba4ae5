// biome-ignore-all lint/a11y/noRedundantRoles: browsers drop the roles of a table that is displayed as blocks
'use client';
import type { ReactNode } from 'react';
import { Loading } from './skeleton.tsx';
import { nextSort, type Sort, SortButton, SortSelect } from './table-sort.tsx';

export interface Column<Row> {
  key: string;
  label: string;
  cell(row: Row): ReactNode;
  sortable?: boolean;
  /** Numbers stand at the end of their column. */
  align?: 'end';
  /** No label above it where rows are cards: buttons, menus. */
  bare?: boolean;
}

export interface TableProps<Row> {
  /** What the table lists; read out, and shown unless a heading says it already. */
  caption: string;
  captionHidden?: boolean;
  /** The first one names its row. */
  columns: readonly [Column<Row>, ...Column<Row>[]];
  /** Null while they are on their way. */
  rows: readonly Row[] | null;
  rowKey(row: Row): string;
  sort?: Sort | null;
  onSort?(sort: Sort): void;
  /** Stands in the table where it has no rows. */
  empty: ReactNode;
}

/**
 * Rows and columns; on a narrow screen a card for each row, with the column's label before each value. Roles are said
 * outright: a browser drops those of a table that is not displayed as one.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, captionHidden = false, columns, rows, rowKey, sort = null, onSort, empty } = props;
  const sortable = columns.filter((column) => column.sortable);
  return (
    <div className="grid gap-3">
      {onSort && sortable.length > 0 && <SortSelect columns={sortable} sort={sort} onSort={onSort} />}
      <table role="table" aria-busy={rows === null || undefined} className="block w-full text-left sm:table">
        <caption className={captionHidden ? 'sr-only' : 'block pb-3 text-left font-semibold sm:table-caption'}>
          {caption}
        </caption>
        <thead role="rowgroup" className="sr-only sm:not-sr-only sm:table-header-group">
          <tr role="row" className="border-b border-line">
            {columns.map((column) => (
              <th
                key={column.key}
                role="columnheader"
                scope="col"
                aria-sort={sort?.key === column.key ? sort.direction : undefined}
                className={`px-3 py-2 align-bottom text-sm font-semibold text-soft first:pl-0 last:pr-0 ${column.align === 'end' ? 'text-right' : ''}`}
              >
                {column.sortable && onSort ? (
                  <SortButton column={column} sort={sort} onSort={() => onSort(nextSort(column.key, sort))} />
                ) : (
                  column.label
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="block divide-y divide-line sm:table-row-group">
          {rows?.map((row) => (
            <BodyRow key={rowKey(row)} columns={columns} row={row} />
          ))}
          {rows?.length === 0 && (
            <tr role="row" className="block sm:table-row">
              <td role="cell" colSpan={columns.length} className="block sm:table-cell">
                {empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {rows === null && <Loading what={caption} lines={4} />}
    </div>
  );
}

const cellLook = 'flex justify-between gap-6 py-1 align-top sm:table-cell sm:px-3 sm:py-3 sm:first:pl-0 sm:last:pr-0';

function BodyRow<Row>({ columns: [first, ...others], row }: { columns: TableProps<Row>['columns']; row: Row }) {
  return (
    <tr role="row" className="block py-3 sm:table-row">
      <th
        role="rowheader"
        scope="row"
        className="block pb-1 font-semibold sm:table-cell sm:min-w-36 sm:py-3 sm:pr-3 sm:align-top"
      >
        {first.cell(row)}
      </th>
      {others.map((column) => (
        <td
          key={column.key}
          role="cell"
          className={`${cellLook} ${column.align === 'end' ? 'sm:text-right sm:tabular-nums' : ''}`}
        >
          {!column.bare && (
            <span aria-hidden="true" className="shrink-0 text-soft sm:hidden">
              {column.label}
            </span>
          )}
          <span className="min-w-0 max-sm:text-right">{column.cell(row)}</span>
        </td>
      ))}
    </tr>
  );
}
