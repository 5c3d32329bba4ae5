'use client';
import { Field as BaseField } from '@base-ui/react/field';
import { Field, type FieldProps } from './field.tsx';
import { SelectBox, selectControl } from './select-box.tsx';

export interface SelectFieldProps extends Omit<FieldProps, 'children' | 'validate'> {
  options: readonly { value: string; label: string }[];
  defaultValue?: string;
  value?: string;
  onValueChange?: (value: string) => void;
  autoComplete?: string;
}

/** One of a few. The browser's own list: a phone shows its wheel, a keyboard types ahead. */
export function SelectField(props: SelectFieldProps) {
  const { options, defaultValue, value, onValueChange, autoComplete, ...field } = props;
  return (
    <Field {...field}>
      <SelectBox>
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
          value={value}
          onValueChange={onValueChange}
          className={selectControl}
        />
      </SelectBox>
    </Field>
  );
}
