'use client';
import type { Registration } from '../../lib/registrations.ts';

export interface AddressChoiceProps {
  registered: readonly Registration[];
  masks: readonly string[];
  picked: Registration | null;
  onPick(registration: Registration | null): void;
}

/** Which of the addresses that this browser registered the mail went to. */
export function AddressChoice({ registered, masks, picked, onPick }: AddressChoiceProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium">Which address did the mail go to?</legend>
      {registered.map((registration, index) => (
        <Choice
          key={registration.requestToken}
          label={masks[index] ?? ''}
          checked={picked === registration}
          onPick={() => onPick(registration)}
        />
      ))}
      <Choice label="Another address" checked={picked === null} onPick={() => onPick(null)} />
    </fieldset>
  );
}

function Choice({ label, checked, onPick }: { label: string; checked: boolean; onPick(): void }) {
  return (
    <label className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control border border-line px-3 py-2 break-all has-checked:border-accent has-checked:bg-sunken">
      <input
        type="radio"
        name="address"
        checked={checked}
        onChange={onPick}
        className="size-5 shrink-0 accent-accent"
      />
      {label}
    </label>
  );
}
