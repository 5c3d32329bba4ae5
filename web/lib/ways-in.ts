'use client';
import { useQuery } from '@tanstack/react-query';
import { mfa } from '../../lambdas/flows/mfa/contract.ts';
import { createClient } from '../../lambdas/kernel/http/client.ts';
import { answered } from './retries.ts';
import { authorized } from './session/browser.ts';

const { getMfa } = createClient({ mfa }).mfa;
const read = () => answered(authorized((bearer) => getMfa({ bearer })));

/** What the account is signed in to by, and what proves again whose it is. */
export type WaysIn = Awaited<ReturnType<typeof read>>;

/** Read once for everything that shows it, and again where it must be as it is now (`staleTime: 0`). */
export function useWaysIn(options: { staleTime?: number } = {}) {
  return useQuery({ ...options, queryKey: ['users', 'me', 'mfa'], queryFn: read });
}
