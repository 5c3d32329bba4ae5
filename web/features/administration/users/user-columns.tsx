import { Badge } from '../../../ui/badge.tsx';
import { MailAddress } from '../../../ui/mail-address.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { RowLink } from '../../../ui/row-link.tsx';
import type { Column } from '../../../ui/table.tsx';
import type { ManagedUser } from './managed-user.ts';
import { UserStatus } from './user-status.tsx';

/** What the list shows of each user. `sortKeys` are the columns by which it can be sorted. */
export function userColumns(
  open: (id: string) => void,
  sortKeys: readonly string[],
  ofDeleted: boolean,
): readonly [Column<ManagedUser>, ...Column<ManagedUser>[]] {
  return [
    {
      key: 'name',
      label: 'Name',
      sortable: sortKeys.includes('name'),
      cell: ({ id, name, email }) => (
        <span className="grid justify-items-start gap-0.5">
          <RowLink query={{ id }} onOpen={() => open(id)}>
            <bdi>{name || email}</bdi>
          </RowLink>
          <span className="text-sm font-normal wrap-anywhere text-soft">
            <MailAddress of={email} />
          </span>
        </span>
      ),
    },
    { key: 'status', label: 'Status', cell: (user) => <UserStatus user={user} /> },
    {
      key: 'roles',
      label: 'Roles',
      cell: ({ roles }) => (
        <span className="inline-flex flex-wrap gap-1.5 max-sm:justify-end">
          {roles.map((role) => (
            <Badge key={role} kind={role === 'user' ? 'neutral' : 'accent'}>
              {role}
            </Badge>
          ))}
          {roles.length === 0 && <span className="text-soft">none</span>}
        </span>
      ),
    },
    {
      key: 'last_seen_at',
      label: 'Last seen',
      cell: ({ last_seen_at: at }) => (at ? <Moment at={at} /> : <span className="text-soft">never</span>),
    },
    ofDeleted
      ? {
          key: 'deleted_at',
          label: 'Deleted',
          sortable: sortKeys.includes('deleted_at'),
          cell: ({ deleted_at: at }) => at && <Moment at={at} />,
        }
      : {
          key: 'created_at',
          label: 'Since',
          sortable: sortKeys.includes('created_at'),
          cell: ({ created_at: at }) => <Moment at={at} />,
        },
  ];
}
