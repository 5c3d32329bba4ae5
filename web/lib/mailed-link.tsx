'use client';
/** What the pages of mailed links share. Nothing is sent before a button is pressed: programs that look into mails open links too. */
import { Fragment, type ReactNode } from 'react';
import { LinkButton } from '../ui/button.tsx';
import { EntryPage } from '../ui/entry-page.tsx';
import { Form, type FormProps } from '../ui/form.tsx';
import { Looking } from './looking.tsx';
import { type MailToken, useMailToken } from './use-mail-token.ts';

export type MailedLink = MailToken & { token: string };

export interface MailedLinkPageProps {
  /** What its token is kept under. */
  page: string;
  title: string;
  /** The page without a token: opened by hand, with a broken link, or after it was spent. */
  without: ReactNode;
  /** Made anew for another link. */
  children(link: MailedLink): ReactNode;
}

export function MailedLinkPage({ page, title, without, children }: MailedLinkPageProps) {
  const { token, ...mailed } = useMailToken(page);
  if (token === undefined) return <Looking title={title} />;
  return token === null ? without : <Fragment key={token}>{children({ ...mailed, token })}</Fragment>;
}

export interface MailedActProps extends Pick<FormProps, 'trouble' | 'onSubmit' | 'children'> {
  title: string;
  /** What a press does. */
  lead: ReactNode;
  /** Asks whoever the mail was not for. */
  doubt: string;
  /** Where to go with a link that is dead. */
  waysOn: ReactNode;
}

/** The one act of a link. A dead link has no form, and says where to go. */
export function MailedAct({ title, lead, doubt, waysOn, trouble, onSubmit, children }: MailedActProps) {
  const isDead = trouble?.code === 'TOKEN_INVALID';
  return (
    <EntryPage
      title={title}
      lead={!isDead && lead}
      elsewhere={<p className="text-soft">{doubt} Close this page: nothing happens without a press.</p>}
    >
      <Form trouble={trouble} onSubmit={onSubmit}>
        <div hidden={isDead} className="grid gap-5">
          {children}
        </div>
      </Form>
      {isDead && waysOn}
    </EntryPage>
  );
}

export interface NoMailedLinkProps {
  /** What else may be so. */
  also?: string;
  children: ReactNode;
}

export function NoMailedLink({ also = '', children }: NoMailedLinkProps) {
  const lead = 'Open that link once more, all of it: a mail program may have broken it in two.';
  return (
    <EntryPage title="This page needs the link from our mail" lead={`${lead} ${also}`.trim()}>
      {children}
    </EntryPage>
  );
}

/** The way that serves most, and the sign-in page. */
export function WayOn({ href, children }: { href: string; children: string }) {
  return (
    <div className="grid gap-3">
      <LinkButton wide href={href}>
        {children}
      </LinkButton>
      <LinkButton kind="secondary" wide href="/sign-in">
        Sign in
      </LinkButton>
    </div>
  );
}
