'use client';
import { Checkbox } from '@base-ui/react/checkbox';
import { Field as BaseField } from '@base-ui/react/field';
import { Switch } from '@base-ui/react/switch';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { FieldNotes } from './field.tsx';

export interface ToggleFieldProps {
  /** The name of the field in the API's body: its refusals find the field by it. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** The page keeps the state: a form tells only of texts. */
  checked: boolean;
  onCheckedChange(checked: boolean): void;
  disabled?: boolean;
}

const row = 'flex min-h-11 items-center gap-3 not-data-disabled:cursor-pointer data-disabled:opacity-60';

/** Yes or no, which counts once the form is sent. */
export function CheckboxField({ name, label, hint, checked, onCheckedChange, disabled }: ToggleFieldProps) {
  return (
    <BaseField.Root name={name} disabled={disabled} className="grid">
      <BaseField.Label className={row}>
        <Checkbox.Root
          checked={checked}
          onCheckedChange={onCheckedChange}
          className="grid size-5 shrink-0 place-items-center rounded border border-edge bg-surface text-on-accent transition-colors data-checked:border-accent data-checked:bg-accent data-invalid:border-danger"
        >
          <Checkbox.Indicator>
            <Check aria-hidden="true" strokeWidth={3} className="size-3.5" />
          </Checkbox.Indicator>
        </Checkbox.Root>
        {label}
      </BaseField.Label>
      <div className="grid gap-1 pl-8">
        <FieldNotes hint={hint} />
      </div>
    </BaseField.Root>
  );
}

/** On or off, which counts at once. */
export function SwitchField({ name, label, hint, checked, onCheckedChange, disabled }: ToggleFieldProps) {
  return (
    <BaseField.Root name={name} disabled={disabled} className="grid">
      <BaseField.Label className={`${row} justify-between`}>
        {label}
        <Switch.Root
          checked={checked}
          onCheckedChange={onCheckedChange}
          className="flex h-6 w-11 shrink-0 items-center rounded-full border border-edge bg-sunken p-0.5 transition-colors data-checked:border-accent data-checked:bg-accent"
        >
          <Switch.Thumb className="size-4.5 rounded-full bg-edge transition-[translate,background-color] data-checked:translate-x-5 data-checked:bg-on-accent" />
        </Switch.Root>
      </BaseField.Label>
      <div className="grid gap-1 pr-14">
        <FieldNotes hint={hint} />
      </div>
    </BaseField.Root>
  );
}
