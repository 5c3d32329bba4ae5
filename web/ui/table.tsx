// biome-ignore-all lint/a11y/noRedundantRoles: browsers drop the roles of a table that is displayed as blocks
'use client';
import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { Checkbox } from './checkbox.tsx';
import { Loading } from './skeleton.tsx';
import type { Sort } from './sort.ts';
import { nextSort, SortButton, SortSelect } from './table-sort.tsx';

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
  selection?: Selection<Row>;
}

/** Rows that are picked, for what is done with several at once. */
export interface Selection<Row> {
  /** Their keys. */
  picked: ReadonlySet<string>;
  /** How a row is called: 'Ada Lovelace'. */
  nameOf(row: Row): string;
  onChange(picked: ReadonlySet<string>): void;
}

/**
 * Rows and columns; on a narrow screen a card for each row, with the column's label before each value. Roles are said
 * outright: a browser drops those of a table that is not displayed as one.
 */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, captionHidden = false, columns, rows, rowKey, sort = null, onSort, empty, selection } = props;
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
            {selection && <PickAll rows={rows ?? []} rowKey={rowKey} selection={selection} />}
            {columns.map((column, index) => (
              <th
                key={column.key}
                role="columnheader"
                scope="col"
                aria-sort={sort?.key === column.key ? sort.direction : undefined}
                className={headLook({ align: column.align, leads: index === 0 })}
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
            <BodyRow key={rowKey(row)} rowKey={rowKey(row)} columns={columns} row={row} selection={selection} />
          ))}
          {rows?.length === 0 && (
            <tr role="row" className="block sm:table-row">
              <td role="cell" colSpan={columns.length + (selection ? 1 : 0)} className="block sm:table-cell">
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

const headLook = cva('py-2 pr-3 text-sm font-semibold whitespace-nowrap text-soft last:pr-0', {
  // The first one stands above the names of the rows, behind the boxes that pick them where there are any.
  variants: { align: { end: 'text-right' }, leads: { true: 'pl-0', false: 'pl-3' } },
});

const cellLook = cva('py-1 align-top sm:table-cell sm:px-3 sm:first:pl-0 sm:last:pr-0', {
  variants: {
    align: { end: 'sm:text-right sm:tabular-nums' },
    // A button of 44 px makes no row higher.
    bare: {
      true: 'max-sm:-col-end-1 max-sm:row-start-1 max-sm:-my-2 sm:py-0.5',
      false: 'max-sm:col-span-full max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-6 sm:py-3',
    },
  },
});

interface BodyRowProps<Row> extends Pick<TableProps<Row>, 'columns' | 'selection'> {
  row: Row;
  rowKey: string;
}

function BodyRow<Row>({ columns: [first, ...others], row, rowKey, selection }: BodyRowProps<Row>) {
  return (
    <tr role="row" className={rowLook({ picks: selection !== undefined })}>
      {selection && (
        <td role="cell" className="max-sm:-my-1.5 max-sm:-ml-3 sm:w-11 sm:align-top">
          <div className="sm:-ml-3">
            <Checkbox
              label={`Pick ${selection.nameOf(row)}`}
              checked={selection.picked.has(rowKey)}
              onCheckedChange={(isPicked) => selection.onChange(changed(selection.picked, [rowKey], isPicked))}
            />
          </div>
        </td>
      )}
      <th
        role="rowheader"
        scope="row"
        className="block py-1 font-semibold sm:table-cell sm:min-w-44 sm:py-3 sm:pr-3 sm:align-top"
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

const rowLook = cva('grid gap-x-3 py-3 sm:table-row', {
  variants: { picks: { true: 'grid-cols-[auto_1fr_auto]', false: 'grid-cols-[1fr_auto]' } },
});

/** Picks every row that is shown, or none. Where rows are cards, nothing stands above them. */
function PickAll<Row>({
  rows,
  rowKey,
  selection,
}: Pick<TableProps<Row>, 'rowKey'> & {
  rows: readonly Row[];
  selection: Selection<Row>;
}) {
  const keys = rows.map(rowKey);
  const count = keys.filter((key) => selection.picked.has(key)).length;
  return (
    <td role="cell" className="hidden w-11 sm:table-cell">
      <div className="-my-2 -ml-3">
        <Checkbox
          label="Pick all that are shown"
          checked={count > 0 && count === keys.length}
          partly={count > 0 && count < keys.length}
          disabled={keys.length === 0}
          onCheckedChange={(isPicked) => selection.onChange(changed(selection.picked, keys, isPicked))}
        />
      </div>
    </td>
  );
}

function changed(picked: ReadonlySet<string>, keys: readonly string[], isPicked: boolean): ReadonlySet<string> {
  return isPicked ? new Set([...picked, ...keys]) : new Set([...picked].filter((key) => !keys.includes(key)));
}
