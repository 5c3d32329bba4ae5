'use client';
import type { ReactNode } from 'react';
import { LinkButton } from '../../ui/button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { type AdminPermission, adminPermissions, holds } from '../permissions.ts';
import { useMe } from '../session/me.ts';

export interface PermittedProps {
  permission: AdminPermission;
  children: ReactNode;
}

/**
 * A page for those who hold a permission; anybody else is told which one it takes. What people see is decided by the
 * platform at each call: this only spares them an empty page.
 */
export function Permitted({ permission, children }: PermittedProps) {
  const { user } = useMe();
  if (holds(user, permission)) return children;
  return (
    <>
      <PageHeader
        title="You may not see this page"
        lead={
          <>
            It takes the permission “{adminPermissions[permission]}” (<code className="font-mono">{permission}</code>),
            which none of your roles has. If you need it for your work, ask an administrator.
          </>
        }
      />
      <LinkButton href="/admin">To the overview</LinkButton>
    </>
  );
}
