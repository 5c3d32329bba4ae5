'use client';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Permitted } from '../../lib/administration/permitted.tsx';
import { useRoles } from '../../lib/administration/roles.ts';
import { holds } from '../../lib/permissions.ts';
import { useMe } from '../../lib/session/me.ts';
import { Button } from '../../ui/button.tsx';
import { ListRefused } from '../../ui/list-refused.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { useToast } from '../../ui/toast.tsx';
import { usePermissions } from './permissions.ts';
import { RoleDialog } from './role-dialog.tsx';
import { RoleList } from './role-list.tsx';
import { RoleMatrix } from './role-matrix.tsx';

/** Who may do what. */
export function RolesPage() {
  return (
    <Permitted permission="roles:read">
      <Roles />
    </Permitted>
  );
}

function Roles() {
  const { user } = useMe();
  const roles = useRoles();
  const permissions = usePermissions();
  const [making, setMaking] = useState(false);
  const toast = useToast();
  const mayWrite = holds(user, 'roles:write');
  const trouble = roles.trouble ?? permissions.trouble;
  return (
    <>
      <PageHeader
        title="Roles"
        lead="A role is a set of permissions. A change is felt at the next request of whoever has the role."
        actions={
          mayWrite && (
            <Button disabled={permissions.data === null} onClick={() => setMaking(true)}>
              <Plus aria-hidden="true" />
              New role
            </Button>
          )
        }
      />
      {!(roles.data && permissions.data) &&
        (trouble ? (
          <ListRefused
            trouble={trouble}
            onTryAgain={() => {
              roles.readAgain();
              permissions.readAgain();
            }}
          />
        ) : (
          <Loading what="roles" lines={6} />
        ))}
      {roles.data && permissions.data && (
        <div className="grid grid-cols-1 gap-6">
          <Section
            title="All roles"
            description="System roles come with the platform and cannot be changed. Of the others you change those whose permissions you hold yourself."
          >
            <RoleList roles={roles.data} permissions={permissions.data} />
          </Section>
          <Section title="Who may do what" description="Each permission, and the roles that have it.">
            <RoleMatrix roles={roles.data} permissions={permissions.data} />
          </Section>
          <RoleDialog
            open={making}
            existing={null}
            permissions={permissions.data}
            onClose={() => setMaking(false)}
            onSaved={({ display_name: name }) => {
              setMaking(false);
              toast({ title: `${name} is made`, description: 'Give it to people on their page.' });
            }}
          />
        </div>
      )}
    </>
  );
}
