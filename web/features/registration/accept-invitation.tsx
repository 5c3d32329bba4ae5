'use client';
import { MailedLinkPage } from '../../lib/mailed-link.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { InvitationForm } from './invitation-form.tsx';

/** The page of an invitation's link. */
export function AcceptInvitation() {
  return (
    <MailedLinkPage page="accept-invitation" title="Accept your invitation" without={<NoInvitation />}>
      {({ token, spend }) => <InvitationForm token={token} onSpent={spend} />}
    </MailedLinkPage>
  );
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
