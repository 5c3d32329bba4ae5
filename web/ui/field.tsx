'use client';
import { Field as BaseField } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';

/** How every control that takes text looks. */
export const control =
  'min-h-11 w-full rounded-control border border-edge bg-surface px-3 py-2 text-base text-ink transition-colors placeholder:text-soft data-invalid:border-danger data-invalid:bg-danger-sunken data-disabled:border-line data-disabled:bg-sunken data-disabled:text-soft';

export interface FieldProps {
  /** The name of the field in the API's body: its refusals find the field by it. */
  name: string;
  label: string;
  hint?: ReactNode;
  /** What stands right of the label: a link that concerns this field. */
  aside?: ReactNode;
  /** What is wrong with the value, in a sentence; null where it can be sent. */
  validate?: (value: unknown) => string | null;
  disabled?: boolean;
  children: ReactNode;
}

/** A labelled control with its hint and its error, joined for assistive technology. */
export function Field({ name, label, hint, aside, validate, disabled, children }: FieldProps) {
  return (
    <BaseField.Root name={name} validate={validate} disabled={disabled} className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <BaseField.Label className="font-medium">{label}</BaseField.Label>
        {aside}
      </div>
      {children}
      <FieldNotes hint={hint} />
    </BaseField.Root>
  );
}

/** Hint and error below a control. */
export function FieldNotes({ hint }: { hint?: ReactNode }) {
  return (
    <>
      {hint && <BaseField.Description className="text-sm text-soft">{hint}</BaseField.Description>}
      <BaseField.Validity>
        {({ validity }) => {
          const words = nativeWords(validity);
          // Undefined children would hide the refusal of the API.
          return <BaseField.Error className="text-sm font-medium text-danger" {...(words && { children: words })} />;
        }}
      </BaseField.Validity>
    </>
  );
}

/** The API's own words for what a browser finds by itself; undefined leaves the error as it is. */
function nativeWords(validity: { valueMissing: boolean; typeMismatch: boolean }): string | undefined {
  if (validity.valueMissing) return 'Must not be empty.';
  return validity.typeMismatch ? 'Must be an e-mail address.' : undefined;
}

export type TextFieldProps = Omit<FieldProps, 'children'> &
  Omit<ComponentProps<typeof BaseField.Control>, 'name' | 'className' | 'children' | 'disabled'>;

/** A field of one line of text. */
export function TextField({ name, label, hint, aside, validate, disabled, ...input }: TextFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} aside={aside} validate={validate} disabled={disabled}>
      <BaseField.Control {...input} className={control} />
    </Field>
  );
}
