'use client';
import { useState } from 'react';
import { handedOver } from '../../lib/hand-over.ts';
import { useRegistrations } from '../../lib/kept-registrations.ts';
import { askedFor } from '../../lib/registrations.ts';
import { ResendButton } from '../../lib/resend-button.tsx';
import { isSameAddress } from '../../lib/same-address.ts';
import { EntryPage } from '../../ui/entry-page.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { CodeForm } from './code-form.tsx';
import { useCode } from './use-code.ts';
import { VerifiedElsewhere } from './verified-elsewhere.tsx';

/** A mail is on its way to this address: its link, or its code. */
export function WaitingForMail({ email }: { email: string }) {
  const current = askedFor(useRegistrations(), email);
  const [asked, setAsked] = useState(current);
  if (current[0] && current[0] !== asked[0]) setAsked(current);
  const [held] = useState(() => heldPassword(email));
  const code = useCode(asked, held);
  // Where this tab spent the mail it is on its way to the next page.
  if (!current[0] && !code.pending) return <VerifiedElsewhere email={email} />;
  const address = <strong className="font-semibold text-ink">{email}</strong>;
  return (
    <EntryPage
      title="Check your mail"
      lead={
        asked[0]?.asked === 'resend' ? (
          <>If {address} waits to be verified, a mail is on its way. Open its link, or type its code here.</>
        ) : (
          <>A mail is on its way to {address}. Open its link, or type its code here.</>
        )
      }
      elsewhere={
        <p>
          Wrong address? <TextLink href="/sign-up">Sign up again</TextLink>
        </p>
      }
    >
      <CodeForm code={code} asksPassword={held === null && asked[0]?.asked === 'resend'} />
      <section aria-label="No mail yet?" className="grid gap-3 border-t border-line pt-6">
        <h2 className="font-semibold">No mail yet?</h2>
        <p className="text-soft">
          Give it a minute or two, and look among the unwanted mail. One mail a minute and five an hour go to an
          address; more can be asked for and are not sent.
        </p>
        <ResendButton kind="secondary" email={email} />
      </section>
    </EntryPage>
  );
}

/** The password that was typed in this tab for that address. */
function heldPassword(email: string): string | null {
  const held = handedOver();
  return held?.password !== undefined && isSameAddress(held.email, email) ? held.password : null;
}
