'use client';
import { useState } from 'react';
import { registrations } from '../../lib/kept-registrations.ts';
import { newestRegistered, type Registration } from '../../lib/registrations.ts';
import { EntryPage } from '../../ui/entry-page.tsx';
import { AnotherMail } from './another-mail.tsx';
import { type LinkOptions, useLink } from './use-link.ts';
import { VerifyForm } from './verify-form.tsx';

/** One press where this browser registered the address; else the password that was chosen, or a new one. */
export function VerifyLink(options: LinkOptions) {
  const [known] = useState(registrations.all);
  const [registered] = useState(() => newestRegistered(known));
  const [picked, setPicked] = useState<Registration | null>(registered[0] ?? null);
  const link = useLink(options);
  const email = picked?.email ?? onlyAddress(known, registered);
  return (
    <EntryPage
      title="Verify your address"
      lead={!link.isDead && (picked ? leads.here : leads.elsewhere)}
      elsewhere={<p className="text-soft">You did not sign up? Close this page: nothing happens without a press.</p>}
    >
      <VerifyForm link={link} registered={registered} picked={picked} onPick={setPicked} email={email} />
      {link.isDead && <AnotherMail email={email} />}
    </EntryPage>
  );
}

const leads = {
  here: 'One press shows that the mail reached you. The password that you chose is kept.',
  elsewhere: 'Type the password that you chose when you signed up: it is kept, and you are signed in.',
};

/** The one address that this browser asked a mail for and did not register; none where there are several. */
function onlyAddress(known: readonly Registration[], registered: readonly Registration[]): string | undefined {
  const emails = new Set(known.map(({ email }) => email));
  return registered.length === 0 && emails.size === 1 ? known[0]?.email : undefined;
}
