'use client';
import { EntryPage } from '../../ui/entry-page.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { ResendForm } from './resend-form.tsx';

/** The page of a browser that asked for no mail, or long ago. */
export function NoRequest({ email }: { email: string | undefined }) {
  return (
    <EntryPage
      title="Check your mail"
      lead="The link in our mail works in any browser: open it. Its code works only in the browser that asked for it, and this one did not in the last day."
      elsewhere={
        <p>
          No account yet? <TextLink href="/sign-up">Create one</TextLink>
        </p>
      }
    >
      <ResendForm email={email} />
    </EntryPage>
  );
}
