'use client';
import { useState } from 'react';
import { TextField, type TextFieldProps } from '../ui/field.tsx';
import { handedOver, leaveAddress } from './hand-over.ts';

export interface AddressFieldProps extends Pick<TextFieldProps, 'hint'> {
  autoComplete: 'email' | 'username' | 'username webauthn';
  /** For a page that has a use for it before it is sent. */
  onTyped?: (email: string) => void;
}

/** The e-mail address on a page of the way in. It begins with that of the page before, and leaves its own to the next. */
export function AddressField({ hint, autoComplete, onTyped }: AddressFieldProps) {
  const [before] = useState(handedOver);
  return (
    <TextField
      name="email"
      label="E-mail address"
      hint={hint}
      type="email"
      inputMode="email"
      autoComplete={autoComplete}
      required
      defaultValue={before?.email}
      onValueChange={(typed) => {
        leaveAddress(typed);
        onTyped?.(typed);
      }}
    />
  );
}
