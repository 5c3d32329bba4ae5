'use client';
import { useState } from 'react';
import { Changes } from '../changes.tsx';
import { CheckRow } from '../check-row.tsx';
import { DayFilter, FilterBar, SearchFilter, SelectFilter, TextFilter } from '../filter-bar.tsx';
import { ListRefused } from '../list-refused.tsx';
import { Part, Specimen } from './specimen.tsx';

const none = { search: '', status: '', role: '', from: '' };
const statuses = [
  { value: '', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'disabled', label: 'Disabled' },
];

export function Filters() {
  const [filters, setFilters] = useState({ ...none, status: 'disabled' });
  const set = (name: keyof typeof none) => ({
    value: filters[name],
    onChange: (value: string) => setFilters((before) => ({ ...before, [name]: value })),
  });
  const [picked, setPicked] = useState(true);
  return (
    <Part id="filters" title="Filters">
      <Specimen of="Above a list" wide>
        <FilterBar
          label="Filter people"
          isFiltered={Object.values(filters).some(Boolean)}
          onClear={() => setFilters(none)}
        >
          <SearchFilter label="Search" placeholder="Name or address" {...set('search')} />
          <SelectFilter label="Status" options={statuses} {...set('status')} />
          <TextFilter label="Id" {...set('role')} />
          <DayFilter label="From" {...set('from')} />
        </FilterBar>
      </Specimen>
      <Specimen of="A list that could not be read" wide>
        <ListRefused
          trouble={{
            title: 'Some fields need another value.',
            advice: 'Mend what is marked.',
            fields: { 'filter[user_id]': 'Has the wrong form.' },
            retryAfterSeconds: null,
            code: 'VALIDATION_FAILED',
          }}
          onTryAgain={() => undefined}
        />
      </Specimen>
      <Specimen of="Things to pick" wide>
        <fieldset>
          <legend className="sr-only">Things to pick</legend>
          <CheckRow label="See users" hint="users:read" checked={picked} onCheckedChange={setPicked} />
          <CheckRow
            label="Something that cannot be picked, in words that are broken into lines on a narrow screen"
            hint="users:write · you do not hold it"
            checked={false}
            disabled
            onCheckedChange={setPicked}
          />
        </fieldset>
      </Specimen>
      <Specimen of="Before and after" wide>
        <Changes
          changes={[
            { field: 'name', before: 'Ada', after: 'Ada Lovelace' },
            { field: 'is_active', before: 'yes', after: 'no' },
          ]}
        />
      </Specimen>
    </Part>
  );
}
