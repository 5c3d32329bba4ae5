'use client';
import { Check, Minus } from 'lucide-react';

export interface CheckboxProps {
  /** What it picks, in words: its name. */
  label: string;
  checked: boolean;
  /** Some of what it stands for is picked. */
  partly?: boolean;
  disabled?: boolean;
  onCheckedChange(checked: boolean): void;
}

/** A box without words beside it, in a row or a cell that says what it is for. As large as a finger (WCAG 2.2 2.5.8). */
export function Checkbox({ label, checked, partly = false, disabled, onCheckedChange }: CheckboxProps) {
  const Sign = partly ? Minus : Check;
  return (
    <label className="relative grid size-11 cursor-pointer place-items-center has-disabled:cursor-default">
      <input
        ref={(box) => {
          if (box) box.indeterminate = partly;
        }}
        type="checkbox"
        aria-label={label}
        checked={checked}
        disabled={disabled}
        onChange={({ target }) => onCheckedChange(target.checked)}
        className="peer size-5 cursor-[inherit] appearance-none rounded border border-edge bg-surface transition-colors checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:border-line disabled:bg-sunken disabled:checked:bg-edge"
      />
      <Sign
        aria-hidden="true"
        strokeWidth={3}
        className="pointer-events-none absolute inset-0 m-auto hidden size-3.5 text-on-accent peer-checked:block peer-indeterminate:block peer-disabled:text-surface"
      />
    </label>
  );
}
