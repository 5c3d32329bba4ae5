'use client';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useId } from 'react';
import { SelectBox, selectControl } from './select-box.tsx';
import type { Sort } from './sort.ts';

interface SortableColumn {
  key: string;
  label: string;
}

/** The order after a press on a column's header: ascending first, then the other way round. */
export function nextSort(key: string, sort: Sort | null): Sort {
  return { key, direction: sort?.key === key && sort.direction === 'ascending' ? 'descending' : 'ascending' };
}

/** The header of a column that orders the rows; `aria-sort` of its cell says how. */
export function SortButton({ column, sort, onSort }: { column: SortableColumn; sort: Sort | null; onSort(): void }) {
  const sorted = sort?.key === column.key ? sort.direction : null;
  const Icon = sorted === null ? ChevronsUpDown : sorted === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={onSort}
      className="-mx-2 inline-flex min-h-8 cursor-pointer items-center gap-1.5 rounded-control px-2 hover:bg-sunken hover:text-ink"
    >
      {column.label}
      <Icon aria-hidden="true" className={`size-4 shrink-0 ${sorted ? 'text-ink' : ''}`} />
    </button>
  );
}

export interface SortSelectProps {
  columns: readonly SortableColumn[];
  sort: Sort | null;
  onSort(sort: Sort): void;
}

/** Stands in for the headers where rows are cards. */
export function SortSelect({ columns, sort, onSort }: SortSelectProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-3 sm:hidden">
      <label htmlFor={id} className="shrink-0 text-soft">
        Sort by
      </label>
      <SelectBox>
        <select
          id={id}
          value={sort ? `${sort.key} ${sort.direction}` : ''}
          onChange={({ target }) => {
            const [key = '', direction] = target.value.split(' ');
            onSort({ key, direction: direction === 'descending' ? 'descending' : 'ascending' });
          }}
          className={selectControl}
        >
          {sort === null && <option value="">No order</option>}
          {columns.flatMap(({ key, label }) => [
            <option key={`${key}+`} value={`${key} ascending`}>{`${label}, ascending`}</option>,
            <option key={`${key}-`} value={`${key} descending`}>{`${label}, descending`}</option>,
          ])}
        </select>
      </SelectBox>
    </div>
  );
}
