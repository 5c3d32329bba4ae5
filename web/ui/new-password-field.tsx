'use client';
import { type ReactNode, useState } from 'react';
import { brand } from '../lib/brand.ts';
import { PasswordField } from './password-field.tsx';
import { PasswordStrength } from './password-strength.tsx';

export interface NewPasswordFieldProps {
  name: string;
  label: string;
  hint?: ReactNode;
  /** What the page knows of the person: address, name. The site's name is added. */
  about?: readonly string[];
}

/** A password that is chosen: a password manager may make it, and whoever types it is told how strong it is. */
export function NewPasswordField({ name, label, hint, about = none }: NewPasswordFieldProps) {
  const [password, setPassword] = useState('');
  return (
    <PasswordField name={name} label={label} hint={hint} autoComplete="new-password" onValueChange={setPassword}>
      <PasswordStrength password={password} about={[...about, brand.name]} />
    </PasswordField>
  );
}

const none: readonly string[] = [];
