'use client';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { mayGive, type Role } from '../../lib/administration/roles.ts';
import { holds } from '../../lib/permissions.ts';
import { useMe } from '../../lib/session/me.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { useToast } from '../../ui/toast.tsx';
import { DeleteRole } from './delete-role.tsx';
import type { Permission } from './permissions.ts';
import { RoleDialog } from './role-dialog.tsx';

type Open = { what: 'change' | 'delete'; role: Role } | null;

/** Every role in a line, with what may be done with it. */
export function RoleList({ roles, permissions }: { roles: readonly Role[]; permissions: readonly Permission[] }) {
  const { user } = useMe();
  const [open, setOpen] = useState<Open>(null);
  const toast = useToast();
  const mayChange = (role: Role) => holds(user, 'roles:write') && !role.is_system && mayGive(user, role);
  const done = (title: string) => {
    setOpen(null);
    toast({ title });
  };
  const columns: readonly [Column<Role>, ...Column<Role>[]] = [
    { key: 'role', label: 'Role', cell: (role) => <Name role={role} /> },
    {
      key: 'permissions',
      label: 'Permissions',
      align: 'end',
      cell: ({ permissions: held }) => (held.length === permissions.length ? `all ${held.length}` : held.length),
    },
    {
      key: 'actions',
      label: 'Actions',
      bare: true,
      align: 'end',
      cell: (role) =>
        mayChange(role) && (
          <div className="flex justify-end">
            <IconButton label={`Change ${role.display_name}`} onClick={() => setOpen({ what: 'change', role })}>
              <Pencil aria-hidden="true" className="size-5" />
            </IconButton>
            <IconButton label={`Delete ${role.display_name}`} onClick={() => setOpen({ what: 'delete', role })}>
              <Trash2 aria-hidden="true" className="size-5" />
            </IconButton>
          </div>
        ),
    },
  ];
  return (
    <>
      <Table caption="Roles" captionHidden columns={columns} rows={roles} rowKey={({ id }) => id} empty="No roles." />
      {open?.what === 'change' && (
        <RoleDialog
          open
          existing={open.role}
          permissions={permissions}
          onClose={() => setOpen(null)}
          onSaved={({ display_name: name }) => done(`${name} is changed`)}
        />
      )}
      {open?.what === 'delete' && (
        <DeleteRole
          role={open.role}
          onClose={() => setOpen(null)}
          onDeleted={() => done(`${open.role.display_name} is deleted`)}
        />
      )}
    </>
  );
}

function Name({ role }: { role: Role }) {
  return (
    <span className="grid justify-items-start gap-0.5">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {role.display_name}
        {role.is_system && <Badge>System role, fixed</Badge>}
      </span>
      <span className="text-sm font-normal text-soft">
        <code className="font-mono">{role.name}</code>
        {role.description && ` · ${role.description}`}
      </span>
    </span>
  );
}
