'use client';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

/** What every page stands in. No style elements are made: the policy would refuse them. */
export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(() => new QueryClient());
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </CSPProvider>
  );
}
