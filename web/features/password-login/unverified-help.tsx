'use client';
import type { ReactNode } from 'react';
import { TextLink } from '../../ui/text-link.tsx';

/**
 * What helps whoever has yet to verify their address. Few need it: it is no part of the page's first load. Where it
 * cannot be loaded there is a page that does the same.
 */
export async function unverifiedHelp(email: string): Promise<ReactNode> {
  try {
    const { Unverified } = await import('./unverified.tsx');
    return <Unverified email={email} />;
  } catch {
    return <TextLink href="/check-mail">Ask for another mail</TextLink>;
  }
}
