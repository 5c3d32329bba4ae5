'use client';
import { useRoles } from '../../../lib/administration/roles.ts';
import type { FilterChange } from '../../../lib/use-url-filters.ts';
import { FilterBar, SearchFilter, SelectFilter } from '../../../ui/filter-bar.tsx';
import { statusOptions } from './user-status.tsx';
import { isFiltered, type UserFilters } from './users-query.ts';

/** Those of every site; the others are known to those who may see roles. */
const systemRoles = [
  { name: 'admin', display_name: 'Administrator' },
  { name: 'support', display_name: 'Support' },
  { name: 'user', display_name: 'User' },
];

export interface UserFilterBarProps {
  filters: UserFilters;
  onChange(change: FilterChange<keyof UserFilters>): void;
}

export function UserFilterBar({ filters, onChange }: UserFilterBarProps) {
  const { data } = useRoles();
  const roles = [
    { value: '', label: 'All' },
    ...(data ?? systemRoles).map(({ name, display_name: label }) => ({ value: name, label })),
  ];
  return (
    <FilterBar
      label="Filter users"
      isFiltered={isFiltered(filters)}
      onClear={() => onChange({ search: null, status: null, role: null })}
    >
      <SearchFilter
        label="Search"
        placeholder="Name or e-mail address"
        value={filters.search}
        onChange={(search) => onChange({ search })}
      />
      <SelectFilter
        label="Status"
        value={filters.status}
        options={statusOptions}
        onChange={(status) => onChange({ status })}
      />
      <SelectFilter label="Role" value={filters.role} options={roles} onChange={(role) => onChange({ role })} />
    </FilterBar>
  );
}
