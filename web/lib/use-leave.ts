'use client';
import { useRouter } from 'next/navigation';
import { useCallback, useTransition } from 'react';

export type Leave = (path: string, how?: 'push' | 'replace') => void;

/** Leads to another page of ours, and says that it does until that page is there. */
export function useLeave(): [leaving: boolean, leaveFor: Leave] {
  const router = useRouter();
  const [leaving, startTransition] = useTransition();
  const leaveFor = useCallback<Leave>((path, how = 'replace') => startTransition(() => router[how](path)), [router]);
  return [leaving, leaveFor];
}
