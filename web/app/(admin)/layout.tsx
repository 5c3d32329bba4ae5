'use client';
import type { ReactNode } from 'react';
import { AdministratorsOnly } from '../../features/administration/administrators-only.tsx';
import { administrationPages } from '../../features/administration/pages.tsx';
import { SignedInShell } from '../../features/session/signed-in-shell.tsx';

export default function AdministrationLayout({ children }: { children: ReactNode }) {
  return (
    <SignedInShell area="Administration" pages={administrationPages} wide>
      <AdministratorsOnly>{children}</AdministratorsOnly>
    </SignedInShell>
  );
}
