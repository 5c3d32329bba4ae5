'use client';
import { Field as BaseField } from '@base-ui/react/field';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { FieldNotes } from './field.tsx';

export interface ToggleFieldProps {
  /** The name of the field in the API's body: its refusals find the field by it. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  checked: boolean;
  onCheckedChange(checked: boolean): void;
  disabled?: boolean;
}

const row = 'flex min-h-11 items-center gap-3 not-data-disabled:cursor-pointer data-disabled:text-soft';

/** Yes or no, which counts once the form is sent. A form tells of it as the text 'true' or 'false'. */
export function CheckboxField({ name, label, hint, ...input }: ToggleFieldProps) {
  return (
    <BaseField.Root name={name} disabled={input.disabled} className="grid grid-cols-1">
      <BaseField.Label className={row}>
        <span className="relative grid size-5 shrink-0">
          <Toggle
            {...input}
            className="peer size-5 cursor-[inherit] appearance-none rounded border border-edge bg-surface transition-colors checked:border-accent checked:bg-accent disabled:border-line disabled:bg-sunken data-invalid:border-danger"
          />
          <Check
            aria-hidden="true"
            strokeWidth={3}
            className="pointer-events-none absolute inset-0 m-auto hidden size-3.5 text-on-accent peer-checked:block peer-disabled:text-soft"
          />
        </span>
        {label}
      </BaseField.Label>
      <div className="grid gap-1 pl-8">
        <FieldNotes hint={hint} />
      </div>
    </BaseField.Root>
  );
}

/** On or off, which counts at once. */
export function SwitchField({ name, label, hint, ...input }: ToggleFieldProps) {
  return (
    <BaseField.Root name={name} disabled={input.disabled} className="grid grid-cols-1">
      <BaseField.Label className={`${row} justify-between`}>
        {label}
        <Toggle
          {...input}
          role="switch"
          className="flex h-6 w-11 shrink-0 cursor-[inherit] appearance-none items-center rounded-full border border-edge bg-sunken px-0.5 transition-colors before:size-4.5 before:rounded-full before:bg-edge before:transition-[translate,background-color] checked:border-accent checked:bg-accent checked:before:translate-x-5 checked:before:bg-on-accent disabled:border-line disabled:before:bg-line"
        />
      </BaseField.Label>
      <div className="grid gap-1 pr-14">
        <FieldNotes hint={hint} />
      </div>
    </BaseField.Root>
  );
}

interface ToggleProps extends Pick<ToggleFieldProps, 'checked' | 'onCheckedChange' | 'disabled'> {
  role?: 'switch';
  className: string;
}

/** The browser's own box under our look: Base UI's hides one beside it by a style attribute, which the policy refuses. */
function Toggle({ checked, onCheckedChange, ...rest }: ToggleProps) {
  return (
    <BaseField.Control
      {...rest}
      type="checkbox"
      value={String(checked)}
      checked={checked}
      onChange={({ target }) => onCheckedChange(target.checked)}
    />
  );
}
