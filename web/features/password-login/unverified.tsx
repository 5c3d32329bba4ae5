'use client';
import { ResendButton } from '../../lib/resend-button.tsx';
import { TextLink } from '../../ui/text-link.tsx';

/** What helps where the password is right and the address waits to be verified. */
export function Unverified({ email }: { email: string }) {
  return (
    <div className="mt-3 grid gap-3">
      <ResendButton kind="secondary" email={email} />
      <p>
        Or <TextLink href="/check-mail">type the code of a mail</TextLink>.
      </p>
    </div>
  );
}
