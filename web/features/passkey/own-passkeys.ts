'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewCredential } from '../../lib/passkey/ceremony.ts';
import { answered } from '../../lib/retries.ts';
import { authorized } from '../../lib/session/browser.ts';
import { client } from './client.ts';

const key = ['users', 'me', 'passkeys'];

const list = () => answered(authorized((bearer) => client.listPasskeys({ bearer })));
export type Passkey = Awaited<ReturnType<typeof list>>[number];

export function usePasskeys() {
  return useQuery({ queryKey: key, queryFn: list });
}

/** What is done with the own passkeys: each answers its refusal, and the list is read again. */
export function useOwnPasskeys() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ['users', 'me'] });
  const add = useMutation({
    mutationFn: ({ credential, name }: { credential: NewCredential; name: string | undefined }) =>
      authorized((bearer) => client.addPasskey({ bearer, body: { credential, ...(name && { name }) } })),
    onSettled,
  });
  const rename = useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      authorized((bearer) => client.renamePasskey({ bearer, params: { id }, body: { name } })),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (id: string) => authorized((bearer) => client.removePasskey({ bearer, params: { id } })),
    onSettled,
  });
  return { add: add.mutateAsync, rename: rename.mutateAsync, remove: remove.mutateAsync };
}

export const askToAdd = () => authorized((bearer) => client.passkeyCreationOptions({ bearer }));
