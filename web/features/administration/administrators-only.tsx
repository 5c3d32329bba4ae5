'use client';
import type { ReactNode } from 'react';
import { mayAdminister } from '../../lib/permissions.ts';
import { useMe } from '../../lib/session/me.ts';
import { LinkButton } from '../../ui/button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';

/** What people see is decided by the platform at each call; here only that nobody stands before an empty page. */
export function AdministratorsOnly({ children }: { children: ReactNode }) {
  const { user } = useMe();
  if (mayAdminister(user)) return children;
  return (
    <>
      <PageHeader
        title="You may not see this"
        lead="The administration is for people whose role permits it. If you need it for your work, ask an administrator for a role."
      />
      <LinkButton href="/account">To your account</LinkButton>
    </>
  );
}
