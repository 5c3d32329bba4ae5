'use client';
import { Users as UsersIcon } from 'lucide-react';
import { Permitted } from '../../../lib/administration/permitted.tsx';
import { useUrlFilters } from '../../../lib/use-url-filters.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ListRefused } from '../../../ui/list-refused.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ShowMore } from '../../../ui/show-more.tsx';
import { Table } from '../../../ui/table.tsx';
import { userColumns } from './user-columns.tsx';
import { UserDrawer } from './user-drawer.tsx';
import { UserFilterBar } from './user-filter-bar.tsx';
import { useUsers } from './users-list.ts';
import { isFiltered, orderOf, sortKeysOf, sortOf, userFilterNames } from './users-query.ts';

/** The people of the site. */
export function UsersPage() {
  return (
    <Permitted permission="users:read">
      <Users />
    </Permitted>
  );
}

function Users() {
  const [filters, setFilters] = useUrlFilters([...userFilterNames, 'id']);
  const { rows, trouble, hasMore, isLoadingMore, more, readAgain } = useUsers(filters);
  const columns = userColumns((id) => setFilters({ id }, 'push'), sortKeysOf(filters), filters.status === 'deleted');
  return (
    <>
      <PageHeader title="Users" lead="Everybody who has an account here." />
      <div className="grid grid-cols-1 gap-5">
        <UserFilterBar filters={filters} onChange={setFilters} />
        <Panel>
          {trouble && !rows ? (
            <ListRefused trouble={trouble} onTryAgain={readAgain} />
          ) : (
            <Table
              caption="Users"
              captionHidden
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
              sort={sortOf(filters)}
              onSort={(sort) => setFilters({ sort: orderOf(sort) })}
              empty={<Nobody filtered={isFiltered(filters)} more={hasMore} />}
            />
          )}
          {rows && (rows.length > 0 || hasMore) && (
            <ShowMore
              shown={rows.length}
              what="users"
              which="first"
              hasMore={hasMore}
              pending={isLoadingMore}
              trouble={trouble}
              onMore={more}
            />
          )}
        </Panel>
      </div>
      <UserDrawer id={filters.id} onClose={() => setFilters({ id: null })} />
    </>
  );
}

function Nobody({ filtered, more }: { filtered: boolean; more: boolean }) {
  return (
    <EmptyState icon={<UsersIcon aria-hidden="true" />} title={more ? 'Nobody so far' : 'Nobody found'}>
      {more
        ? 'Nobody fits among those who were looked at. Look further below.'
        : filtered
          ? 'Look for another name or address, or take a filter away. Names are found by how their words begin.'
          : 'There are no accounts yet.'}
    </EmptyState>
  );
}
