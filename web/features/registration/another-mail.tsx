'use client';
import { ResendButton } from '../../lib/resend-button.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { ResendForm } from './resend-form.tsx';

/** What to do with a link that opens nothing: another mail, its code, or signing in. */
export function AnotherMail({ email }: { email: string | undefined }) {
  return (
    <section aria-label="Another mail" className="grid gap-4">
      {email === undefined ? (
        <ResendForm />
      ) : (
        <>
          <ResendButton kind="primary" email={email} />
          <p className="text-soft">
            Open the link of the new mail, or <TextLink href="/check-mail">type its code</TextLink>.
          </p>
        </>
      )}
      <LinkButton kind="secondary" wide href="/sign-in">
        Sign in
      </LinkButton>
    </section>
  );
}
