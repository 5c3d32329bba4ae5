'use client';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { User } from '../../lib/api.ts';
import { lookForStolenPassword, stolenPassword } from '../../lib/session/stolen-password.ts';
import { Notice } from '../../ui/notice.tsx';
import { TextLink } from '../../ui/text-link.tsx';

/** Nothing is forced: whoever signed in with a stolen password is told, on each page, until they have another one. */
export function StolenPasswordNotice({ user }: { user: User }) {
  const { userId } = useStore(stolenPassword);
  useEffect(lookForStolenPassword, []);
  if (userId !== user.id) return null;
  return (
    <div className="pb-6">
      <Notice announce kind="warning" title="Your password was stolen somewhere.">
        <p>It stands in a list of passwords that thieves try first. They may try it here too.</p>
        <TextLink href="/account/security">Choose another one</TextLink>
      </Notice>
    </div>
  );
}
