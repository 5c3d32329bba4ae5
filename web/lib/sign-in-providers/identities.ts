'use client';
import { useQuery } from '@tanstack/react-query';
import { answered } from '../retries.ts';
import { authorized } from '../session/browser.ts';
import { client } from './client.ts';

const list = () => answered(authorized((bearer) => client.identities({ bearer })));
export type Identity = Awaited<ReturnType<typeof list>>[number];

/** The accounts at providers that sign the person in. */
export function useIdentities() {
  return useQuery({ queryKey: ['users', 'me', 'identities'], queryFn: list });
}
