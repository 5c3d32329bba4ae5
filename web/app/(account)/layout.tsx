'use client';
import type { ReactNode } from 'react';
import { accountPages } from '../../features/account/pages.tsx';
import { SignedInShell } from '../../features/session/signed-in-shell.tsx';

export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <SignedInShell area="Account" pages={accountPages}>
      {children}
    </SignedInShell>
  );
}
