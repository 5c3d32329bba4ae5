'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { askAgainAfter, isAskedAgain } from './retries.ts';

/**
 * What pages keep of the platform's answers, for the one person that is signed in: it stands below the session, is
 * made anew for another person, and is gone with the session.
 */
export function ServerState({ children }: { children: ReactNode }) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { retry: isAskedAgain, retryDelay: askAgainAfter, refetchOnWindowFocus: true },
          // Offline a change fails at once, and the form says so; it is not sent when nobody expects it any more.
          mutations: { networkMode: 'always' },
        },
      }),
  );
  return <QueryClientProvider client={queries}>{children}</QueryClientProvider>;
}
