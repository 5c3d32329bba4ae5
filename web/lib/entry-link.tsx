'use client';
import type { ReactNode } from 'react';
import { TextLink } from '../ui/text-link.tsx';
import { withReturnTo } from './session/return-to.ts';
import { useReturnTo } from './session/wanted-page.ts';

/** From one page of the way in to another: where the person wanted to be goes along. */
export function EntryLink({ href, children }: { href: string; children: ReactNode }) {
  return <TextLink href={withReturnTo(href, useReturnTo())}>{children}</TextLink>;
}
