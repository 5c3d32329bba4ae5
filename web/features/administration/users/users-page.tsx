'use client';
import { Users as UsersIcon } from 'lucide-react';
import { useState } from 'react';
import { Permitted } from '../../../lib/administration/permitted.tsx';
import { PagedTable } from '../../../lib/paged-table.tsx';
import { holds } from '../../../lib/permissions.ts';
import { useMe } from '../../../lib/session/me.ts';
import { useUrlFilters } from '../../../lib/use-url-filters.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { InviteUser } from './invite-user.tsx';
import { userColumns } from './user-columns.tsx';
import { UserDrawer } from './user-drawer.tsx';
import { UserFilterBar } from './user-filter-bar.tsx';
import { UsersExport } from './users-export.tsx';
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

const nobody: ReadonlySet<string> = new Set();

function Users() {
  const { user: me } = useMe();
  const [filters, setFilters] = useUrlFilters([...userFilterNames, 'id', 'export']);
  const pages = useUsers(filters);
  const [picked, setPicked] = useState(nobody);
  const mayWrite = holds(me, 'users:write');
  const columns = userColumns((id) => setFilters({ id }, 'push'), sortKeysOf(filters), filters.status === 'deleted');
  return (
    <>
      <PageHeader
        title="Users"
        lead="Everybody who has an account here."
        actions={
          <>
            <UsersExport filters={filters} jobId={filters.export} onJob={(id) => setFilters({ export: id })} />
            {mayWrite && <InviteUser />}
          </>
        }
      />
      <div className="grid grid-cols-1 gap-5">
        <UserFilterBar
          filters={filters}
          onChange={(change) => {
            // Nothing is done with somebody who is not seen any more.
            setPicked(nobody);
            setFilters(change);
          }}
        />
        {mayWrite && (
          <BulkBar
            picked={picked}
            shown={pages.rows ?? []}
            areDeleted={filters.status === 'deleted'}
            onChange={setPicked}
          />
        )}
        <Panel>
          <PagedTable
            pages={pages}
            caption="Users"
            what="users"
            which="first"
            columns={columns}
            sort={sortOf(filters)}
            onSort={(sort) => setFilters({ sort: orderOf(sort) })}
            selection={
              mayWrite ? { picked, nameOf: ({ name, email }) => name || email, onChange: setPicked } : undefined
            }
            empty={<Nobody filtered={isFiltered(filters)} more={pages.hasMore} />}
          />
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
          : 'Invite the first people.'}
    </EmptyState>
  );
}
