'use client';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { useMailToken } from '../../lib/use-mail-token.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { InvitationForm } from './invitation-form.tsx';
import { Looking } from './looking.tsx';

/** The page of an invitation's link. */
export function AcceptInvitation() {
  return useHydrated() ? <InBrowser /> : <Looking title="Accept your invitation" />;
}

function InBrowser() {
  const { token, spend } = useMailToken('accept-invitation');
  if (token === undefined) return <Looking title="Accept your invitation" />;
  return token === null ? <NoInvitation /> : <InvitationForm key={token} token={token} onSpent={spend} />;
}

function NoInvitation() {
  return (
    <EntryPage
      title="This page needs the link from your invitation"
      lead="Open that link once more, all of it: a mail program may have broken it in two. If you accepted already, sign in."
    >
      <LinkButton wide href="/sign-in">
        Sign in
      </LinkButton>
    </EntryPage>
  );
}
