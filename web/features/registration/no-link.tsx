'use client';
import { useState } from 'react';
import { registrations } from '../../lib/kept-registrations.ts';
import { EntryPage } from '../../ui/entry-page.tsx';
import { AnotherMail } from './another-mail.tsx';

/** The page without a token: opened by hand, with a broken link, or after it was spent. */
export function NoLink() {
  // As it was found: a mail that is asked for here is answered here.
  const [email] = useState(() => registrations.all()[0]?.email);
  return (
    <EntryPage
      title="This page needs the link from our mail"
      lead="Open that link once more, all of it: a mail program may have broken it in two. If you used it already, sign in."
    >
      <AnotherMail email={email} />
    </EntryPage>
  );
}
