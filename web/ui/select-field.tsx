'use client';
import { Field as BaseField } from '@base-ui/react/field';
import { ChevronDown } from 'lucide-react';
import { control, Field, type FieldProps } from './field.tsx';

export interface SelectFieldProps extends Omit<FieldProps, 'children' | 'validate'> {
  options: readonly { value: string; label: string }[];
  defaultValue?: string;
  autoComplete?: string;
}

/** One of a few. The browser's own list: a phone shows its wheel, a keyboard types ahead. */
export function SelectField({ options, defaultValue, autoComplete, ...field }: SelectFieldProps) {
  return (
    <Field {...field}>
      <div className="relative">
        <BaseField.Control
          render={
            <select autoComplete={autoComplete}>
              {options.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          }
          defaultValue={defaultValue}
          className={`${control} cursor-pointer appearance-none truncate pr-10`}
        />
        <ChevronDown
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-0 right-3 my-auto size-5 text-soft"
        />
      </div>
    </Field>
  );
}
