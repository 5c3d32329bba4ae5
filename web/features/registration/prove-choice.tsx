'use client';
import { useState } from 'react';
import { maskEmail } from '../../../lambdas/kernel/http/mask-email.ts';
import { Button } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import type { LinkSubmission } from './use-link.ts';

/** In another browser than the one that registered: the chosen password shows who chose it; else a new one is due. */
export function ProveChoice({ link, email }: { link: LinkSubmission; email: string | undefined }) {
  const [withoutPassword, setWithoutPassword] = useState(false);
  const isSending = link.pending && !withoutPassword;
  const verifyWithout = () => {
    setWithoutPassword(true);
    void link.submit({}).finally(() => setWithoutPassword(false));
  };
  return (
    <>
      <div className="mb-3">
        <PasswordField name="password" label="The password you chose" autoComplete="current-password" />
      </div>
      <Button type="submit" wide pending={isSending} disabled={link.pending}>
        Verify{email === undefined ? '' : ` ${maskEmail(email)}`} and sign in
      </Button>
      <Button
        kind="quiet"
        wide
        pending={link.pending && withoutPassword}
        disabled={link.pending}
        onClick={verifyWithout}
      >
        Choose a new password instead
      </Button>
    </>
  );
}
