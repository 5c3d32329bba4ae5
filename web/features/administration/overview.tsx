'use client';
import { FolderOpen } from 'lucide-react';
import { type AdminPermission, adminPermissions, holds } from '../../lib/permissions.ts';
import { useMe } from '../../lib/session/me.ts';
import { Badge } from '../../ui/badge.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';

const names = Object.keys(adminPermissions) as AdminPermission[];

/** Where the administration begins: what is here, and what the person may do. */
export function Overview() {
  const { user } = useMe();
  const held = names.filter((name) => holds(user, name));
  return (
    <>
      <PageHeader title="Administration" lead="What you see and do here follows from your roles." />
      <div className="grid max-w-3xl gap-6">
        <Section title="Pages">
          <EmptyState icon={<FolderOpen aria-hidden="true" />} title="There is nothing to administer here yet">
            This version has no pages for users, roles, the audit log, mail or settings.
          </EmptyState>
        </Section>
        <Section
          title="Your roles"
          description="A change is felt here at the next request, and in apps within a quarter of an hour."
        >
          <ul className="flex flex-wrap gap-2">
            {user.roles.map((role) => (
              <li key={role}>
                <Badge kind="accent">{role}</Badge>
              </li>
            ))}
          </ul>
        </Section>
        <Section
          title="Your permissions"
          description={`${held.length} of the ${names.length} that the administration knows.`}
        >
          <DescriptionList items={held.map((name) => ({ term: name, value: adminPermissions[name] }))} />
        </Section>
      </div>
    </>
  );
}
