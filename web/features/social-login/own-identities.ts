'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { authorized } from '../../lib/session/browser.ts';
import { client } from '../../lib/sign-in-providers/client.ts';
import { linkingPage } from '../../lib/sign-in-providers/outcome.ts';

/** Answers its refusal, and what the person has is read again. */
export function useUnlink() {
  const queries = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: (id: string) => authorized((bearer) => client.unlink({ bearer, params: { id } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['users', 'me'] }),
  });
  return mutateAsync;
}

/** The address at the provider at which linking begins. */
export const askToLink = (id: string) =>
  authorized((bearer) => client.link({ bearer, params: { id }, body: { return_to: linkingPage } }));
