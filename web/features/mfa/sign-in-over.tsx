'use client';
import { useState } from 'react';
import { withReturnTo } from '../../lib/session/return-to.ts';
import { wantedPage } from '../../lib/session/wanted-page.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';

/** Without a pending sign-in: the page was reloaded, opened by hand, or left for longer than five minutes. */
export function SignInOver() {
  const [wanted] = useState(() => wantedPage() ?? '');
  return (
    <EntryPage
      title="This sign-in is over"
      lead="A sign-in waits five minutes for its second step, and for five codes at most. Begin again: it takes a moment."
    >
      <LinkButton href={withReturnTo('/sign-in', wanted)} wide>
        Sign in again
      </LinkButton>
    </EntryPage>
  );
}
