'use client';
import { CheckRow } from '../../ui/check-row.tsx';
import type { Permission } from './permissions.ts';

export interface PermissionChoiceProps {
  permissions: readonly Permission[];
  /** Names. */
  picked: ReadonlySet<string>;
  /** What the person holds: nobody gives what they do not hold. */
  held: readonly string[];
  error: string | undefined;
  onChange(picked: ReadonlySet<string>): void;
}

/** Which permissions a role has. */
export function PermissionChoice({ permissions, picked, held, error, onChange }: PermissionChoiceProps) {
  const change = (name: string, isPicked: boolean) =>
    onChange(isPicked ? new Set([...picked, name]) : new Set([...picked].filter((other) => other !== name)));
  return (
    <fieldset className="grid grid-cols-1 gap-x-4 gap-y-1 sm:grid-cols-2">
      <legend className="pb-1 font-medium">Permissions</legend>
      {error && <p className="text-sm font-medium text-danger sm:col-span-2">{error}</p>}
      {permissions.map(({ name, description }) => {
        const mayPick = held.includes(name);
        return (
          <CheckRow
            key={name}
            label={description}
            hint={mayPick ? name : `${name} · you do not hold it`}
            checked={picked.has(name)}
            disabled={!mayPick}
            onCheckedChange={(isPicked) => change(name, isPicked)}
          />
        );
      })}
    </fieldset>
  );
}
