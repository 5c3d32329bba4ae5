'use client';
import { mayGive, type Role } from '../../../lib/administration/roles.ts';
import { useMe } from '../../../lib/session/me.ts';
import { CheckRow } from '../../../ui/check-row.tsx';

export interface RoleChoiceProps {
  legend?: string;
  roles: readonly Role[];
  /** Ids. */
  picked: ReadonlySet<string>;
  error: string | undefined;
  onChange(picked: ReadonlySet<string>): void;
}

/** Which roles somebody has. Those that hold more than the person themselves cannot be given or taken. */
export function RoleChoice({ legend = 'Roles', roles, picked, error, onChange }: RoleChoiceProps) {
  const { user } = useMe();
  return (
    <fieldset className="grid grid-cols-1 gap-1">
      <legend className="pb-1 font-medium">{legend}</legend>
      {error && <p className="text-sm font-medium text-danger">{error}</p>}
      {roles.map((role) => {
        const { id, display_name: name, description } = role;
        const may = mayGive(user, role);
        return (
          <CheckRow
            key={id}
            label={name}
            hint={may ? description : `${description} · it has permissions that you do not hold`}
            checked={picked.has(id)}
            disabled={!may}
            onCheckedChange={(isPicked) =>
              onChange(isPicked ? new Set([...picked, id]) : new Set([...picked].filter((other) => other !== id)))
            }
          />
        );
      })}
    </fieldset>
  );
}
