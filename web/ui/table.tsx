// biome-ignore-all lint/a11y/noRedundantRoles: browsers drop the roles of a table that is displayed as blocks
'use client';
import { cva } from 'class-variance-authority';
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
    <div className="grid grid-cols-1 gap-4">
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
                className={headLook({ align: column.align })}
              >
                {column.sortable && onSort ? (
                  <SortButton column={column} sort={sort} onSort={() => onSort(nextSort(column.key, sort))} />
                ) : (
                  <span className={column.bare ? 'sr-only' : undefined}>{column.label}</span>
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

const headLook = cva('px-3 py-2 text-sm font-semibold whitespace-nowrap text-soft first:pl-0 last:pr-0', {
  variants: { align: { end: 'text-right' } },
});

const cellLook = cva('py-1 align-top sm:table-cell sm:px-3 sm:first:pl-0 sm:last:pr-0', {
  variants: {
    align: { end: 'sm:text-right sm:tabular-nums' },
    // A button of 44 px makes no row higher.
    bare: {
      true: 'max-sm:col-start-2 max-sm:row-start-1 max-sm:-my-2 sm:py-0.5',
      false: 'max-sm:col-span-2 max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-6 sm:py-3',
    },
  },
});

function BodyRow<Row>({ columns: [first, ...others], row }: { columns: TableProps<Row>['columns']; row: Row }) {
  return (
    <tr role="row" className="grid grid-cols-[1fr_auto] gap-x-3 py-3 sm:table-row">
      <th
        role="rowheader"
        scope="row"
        className="block py-1 font-semibold sm:table-cell sm:min-w-36 sm:py-3 sm:pr-3 sm:align-top"
      >
        {first.cell(row)}
      </th>
      {others.map((column) => (
        <td key={column.key} role="cell" className={cellLook({ align: column.align, bare: column.bare ?? false })}>
          {!column.bare && (
            <span aria-hidden="true" className="shrink-0 text-soft sm:hidden">
              {column.label}
            </span>
          )}
          <div className="min-w-0 max-sm:text-right">{column.cell(row)}</div>
        </td>
      ))}
    </tr>
  );
}
