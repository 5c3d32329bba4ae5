'use client';
import { Check } from 'lucide-react';
import { type ReactNode, useId } from 'react';

export interface CheckRowProps {
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onCheckedChange(checked: boolean): void;
}

/** One of several things that can be picked, in a fieldset that says of what; no field of its own in a form's body. */
export function CheckRow({ label, hint, checked, disabled, onCheckedChange }: CheckRowProps) {
  const described = useId();
  return (
    <label className="flex min-h-11 cursor-pointer items-start gap-3 rounded-control px-2 py-2 hover:bg-sunken has-disabled:cursor-default has-disabled:text-soft has-disabled:hover:bg-transparent">
      <span className="relative mt-0.5 grid size-5 shrink-0">
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-describedby={hint ? described : undefined}
          onChange={({ target }) => onCheckedChange(target.checked)}
          className="peer size-5 cursor-[inherit] appearance-none rounded border border-edge bg-surface transition-colors checked:border-accent checked:bg-accent disabled:border-line disabled:bg-sunken"
        />
        <Check
          aria-hidden="true"
          strokeWidth={3}
          className="pointer-events-none absolute inset-0 m-auto hidden size-3.5 text-on-accent peer-checked:block peer-disabled:text-soft"
        />
      </span>
      <span className="grid min-w-0 gap-0.5">
        <span>{label}</span>
        {hint && (
          <span id={described} className="text-sm wrap-anywhere text-soft">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
