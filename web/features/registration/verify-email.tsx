'use client';
import { useState } from 'react';
import { Looking } from '../../lib/looking.tsx';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { useMailToken } from '../../lib/use-mail-token.ts';
import { ChoosePassword } from './choose-password.tsx';
import { NoLink } from './no-link.tsx';
import { type PasswordDue, readPasswordDue } from './password-due.ts';
import { VerifyLink } from './verify-link.tsx';

/**
 * The page of the mailed link. Nothing is sent before a button is pressed: programs that look into mails open links as
 * well (docs/flows/registration.md).
 */
export function VerifyEmail() {
  return useHydrated() ? <InBrowser /> : <Looking title="Verify your address" />;
}

function InBrowser() {
  const { token, spend } = useMailToken('verify-email');
  const [due] = useState(readPasswordDue);
  if (token === undefined) return <Looking title="Verify your address" />;
  if (token !== null) return <OfLink key={token} token={token} onSpent={spend} />;
  return due ? <ChoosePassword due={due} /> : <NoLink />;
}

function OfLink({ token, onSpent }: { token: string; onSpent(): void }) {
  const [due, setDue] = useState<PasswordDue | null>(null);
  return due ? <ChoosePassword due={due} /> : <VerifyLink token={token} onSpent={onSpent} onPasswordDue={setDue} />;
}
