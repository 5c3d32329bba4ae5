'use client';
import { Field as BaseField } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';

/** How every control that takes text looks. */
export const control =
  'min-h-11 w-full rounded-control border border-edge bg-surface px-3 py-2 text-base text-ink placeholder:text-soft data-invalid:border-danger data-invalid:bg-danger-sunken disabled:opacity-60';

export interface FieldProps {
  /** The name of the field in the API's body: its refusals find the field by it. */
  name: string;
  label: string;
  hint?: ReactNode;
  /** What stands right of the label: a link that concerns this field. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A labelled control with its hint and its error, joined for assistive technology. */
export function Field({ name, label, hint, aside, children }: FieldProps) {
  return (
    <BaseField.Root name={name} className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <BaseField.Label className="font-medium">{label}</BaseField.Label>
        {aside}
      </div>
      {children}
      {hint && <BaseField.Description className="text-sm text-soft">{hint}</BaseField.Description>}
      <BaseField.Error className="text-sm font-medium text-danger" />
    </BaseField.Root>
  );
}

export type TextFieldProps = Omit<FieldProps, 'children'> &
  Omit<ComponentProps<typeof BaseField.Control>, 'name' | 'className' | 'children'>;

/** A field of one line of text. */
export function TextField({ name, label, hint, aside, ...input }: TextFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} aside={aside}>
      <BaseField.Control {...input} className={control} />
    </Field>
  );
}
