import { Check } from 'lucide-react';
import type { Role } from '../../lib/administration/roles.ts';
import type { Permission } from './permissions.ts';

export interface RoleMatrixProps {
  roles: readonly Role[];
  permissions: readonly Permission[];
}

/** Permissions by roles. However many roles there are, it scrolls by itself, and the permission stays in sight. */
export function RoleMatrix({ roles, permissions }: RoleMatrixProps) {
  return (
    <section
      aria-label="Permissions of each role"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard
      tabIndex={0}
      className="relative -mx-5 overflow-x-auto px-5 -outline-offset-3 sm:-mx-6 sm:px-6"
    >
      <table className="w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">Permissions of each role</caption>
        <thead>
          <tr>
            <th scope="col" className={`${sticky} border-b border-line py-2 pr-4 text-sm font-semibold text-soft`}>
              Permission
            </th>
            {roles.map(({ id, display_name: name }) => (
              <th
                key={id}
                scope="col"
                className="min-w-28 border-b border-line px-3 py-2 text-center wrap-normal hyphens-auto align-bottom text-sm font-semibold text-soft"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map((permission) => (
            <tr key={permission.name} className="group">
              <th
                scope="row"
                className={`${sticky} min-w-44 border-b border-line py-2 pr-4 font-normal group-hover:bg-sunken`}
              >
                {permission.description}
                <code className="block font-mono text-sm text-soft">{permission.name}</code>
              </th>
              {roles.map((role) => (
                <td key={role.id} className="border-b border-line px-3 py-2 text-center group-hover:bg-sunken">
                  <Mark has={role.permissions.includes(permission.name)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const sticky = 'sticky left-0 bg-surface';

function Mark({ has }: { has: boolean }) {
  return has ? (
    <>
      <Check aria-hidden="true" strokeWidth={2.5} className="mx-auto size-5 text-success" />
      <span className="sr-only">Yes</span>
    </>
  ) : (
    <>
      <span aria-hidden="true" className="text-edge">
        –
      </span>
      <span className="sr-only">No</span>
    </>
  );
}
