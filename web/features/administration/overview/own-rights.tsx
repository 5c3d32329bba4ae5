'use client';
import { type AdminPermission, adminPermissions, holds } from '../../../lib/permissions.ts';
import { useMe } from '../../../lib/session/me.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Section } from '../../../ui/section.tsx';

const names = Object.keys(adminPermissions) as AdminPermission[];

/** What the person may do here, and by which roles. */
export function OwnRights() {
  const { user } = useMe();
  const held = names.filter((name) => holds(user, name));
  return (
    <Section
      title="What you may do"
      description={`By your roles you hold ${held.length} of the ${names.length} permissions of the administration.`}
      action={
        <ul aria-label="Your roles" className="flex flex-wrap gap-2">
          {user.roles.map((role) => (
            <li key={role}>
              <Badge kind="accent">{role}</Badge>
            </li>
          ))}
        </ul>
      }
    >
      <ul className="grid grid-cols-1 gap-x-8 gap-y-2 sm:grid-cols-2">
        {held.map((name) => (
          <li key={name} className="grid content-start">
            {adminPermissions[name]}
            <code className="font-mono text-sm text-soft">{name}</code>
          </li>
        ))}
      </ul>
    </Section>
  );
}
