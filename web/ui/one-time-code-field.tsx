'use client';
import { TextField } from './field.tsx';

export interface OneTimeCodeFieldProps {
  name: string;
  label: string;
  hint?: string;
}

/** Six digits of an authenticator: one input, so that a code is pasted, filled in and read out as one. */
export function OneTimeCodeField({ name, label, hint }: OneTimeCodeFieldProps) {
  return (
    <TextField
      name={name}
      label={label}
      hint={hint}
      validate={codeFault}
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCorrect="off"
      spellCheck={false}
      enterKeyHint="done"
      required
      maxLength={16}
    />
  );
}

/** What cannot be a code is not sent: it would cost a try. */
function codeFault(typed: unknown): string | null {
  const text = String(typed).replace(/\s/g, '');
  if (text === '') return null;
  if (!/^[0-9]*$/.test(text)) return 'A code has digits alone.';
  return text.length === 6 ? null : 'A code has 6 digits. Type all of them.';
}
