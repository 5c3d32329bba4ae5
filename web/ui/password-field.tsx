'use client';
import { Field as BaseField } from '@base-ui/react/field';
import { Eye, EyeOff } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react';
import { control, Field } from './field.tsx';

export interface PasswordFieldProps {
  name: string;
  label: string;
  /** Tells a password manager whether to fill in or to make one (HTML 4.10.18.7). */
  autoComplete: 'current-password' | 'new-password';
  hint?: ReactNode;
  aside?: ReactNode;
  onValueChange?: (value: string) => void;
  /** Below the control: how strong the password is. */
  children?: ReactNode;
}

/** A password that can be shown, with a word where Caps Lock is on. Pasting is left alone (ASVS 6.2.7). */
export function PasswordField({ name, label, autoComplete, hint, aside, onValueChange, children }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const look = (event: KeyboardEvent | MouseEvent) => setCapsLock(event.getModifierState('CapsLock'));
  const Icon = shown ? EyeOff : Eye;
  return (
    <Field name={name} label={label} hint={hint} aside={aside}>
      <div className="relative">
        <BaseField.Control
          type={shown ? 'text' : 'password'}
          autoComplete={autoComplete}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          required
          onValueChange={onValueChange}
          onKeyDown={look}
          onKeyUp={look}
          onClick={look}
          onBlur={() => setCapsLock(false)}
          className={`${control} pr-12`}
        />
        <button
          type="button"
          aria-label={shown ? `Hide ${label.toLowerCase()}` : `Show ${label.toLowerCase()}`}
          // A press leaves the focus, and a phone's keyboard, where they are.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 grid w-11 cursor-pointer place-items-center rounded-control text-soft hover:text-ink"
        >
          <Icon aria-hidden="true" className="size-5" />
        </button>
      </div>
      <p aria-live="polite" className="-mt-1.5 text-sm text-warning">
        {capsLock && <span className="block pt-1.5">Caps Lock is on.</span>}
      </p>
      {children}
    </Field>
  );
}
