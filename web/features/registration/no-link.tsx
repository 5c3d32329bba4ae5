'use client';
import { useState } from 'react';
import { registrations } from '../../lib/kept-registrations.ts';
import { NoMailedLink } from '../../lib/mailed-link.tsx';
import { AnotherMail } from './another-mail.tsx';

/** The page without a token: opened by hand, with a broken link, or after it was spent. */
export function NoLink() {
  // As it was found: a mail that is asked for here is answered here.
  const [email] = useState(() => registrations.all()[0]?.email);
  return (
    <NoMailedLink also="If you used it already, sign in.">
      <AnotherMail email={email} />
    </NoMailedLink>
  );
}
