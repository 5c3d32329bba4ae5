'use client';
import { auditWords, knownActions } from '../../lib/audit-words.ts';
import type { FilterChange } from '../../lib/use-url-filters.ts';
import { DayFilter, FilterBar, SelectFilter, TextFilter } from '../../ui/filter-bar.tsx';
import { type AuditFilters, auditFilterNames, isFiltered } from './audit-query.ts';

export interface AuditFilterBarProps {
  filters: AuditFilters;
  onChange(change: FilterChange<keyof AuditFilters>): void;
}

const families = [...new Set(knownActions.map((action) => action.split('.')[0]))];
const actions = [
  { value: '', label: 'All' },
  ...families.flatMap((family) => [
    { value: `${family}.*`, label: `${family}: all` },
    ...knownActions
      .filter((action) => action.startsWith(`${family}.`))
      .map((action) => ({ value: action, label: `${action} (${auditWords(action, 'success')})` })),
  ]),
];
const outcomes = [
  { value: '', label: 'All' },
  { value: 'success', label: 'Done' },
  { value: 'refused', label: 'Refused' },
];

export function AuditFilterBar({ filters, onChange }: AuditFilterBarProps) {
  const clear = () => onChange(Object.fromEntries(auditFilterNames.map((name) => [name, null])));
  const set = (name: keyof AuditFilters) => ({
    value: filters[name],
    onChange: (value: string) => onChange({ [name]: value }),
  });
  return (
    <FilterBar label="Filter the audit log" isFiltered={isFiltered(filters)} onClear={clear}>
      <SelectFilter label="Action" options={actions} {...set('action')} />
      <SelectFilter label="Outcome" options={outcomes} {...set('outcome')} />
      <TextFilter label="Id of the user" {...set('user')} />
      <TextFilter label="Resource" placeholder="role:…" {...set('resource')} />
      <TextFilter label="IP address" {...set('ip')} />
      <DayFilter label="From" {...set('from')} />
      <DayFilter label="To" {...set('to')} />
    </FilterBar>
  );
}
