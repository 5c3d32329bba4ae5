'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { authorized } from '../../lib/session/browser.ts';
import { client } from './client.ts';

export type FactorKind = 'totp' | 'hotp';

const calls = {
  totp: { enrol: client.enrolTotp, confirm: client.confirmTotp, remove: client.removeTotp },
  hotp: { enrol: client.enrolHotp, confirm: client.confirmHotp, remove: client.removeHotp },
} as const;

/** Begins to set a factor up: nothing has changed before its first code. */
export const enrol = (kind: FactorKind) => authorized((bearer) => calls[kind].enrol({ bearer }));
export type Enrolment = Extract<Awaited<ReturnType<typeof enrol>>, { ok: true }>['data'];

/** What changes the second step: each answers its refusal, and what is shown is read again. */
export function useFactorChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ['users', 'me'] });
  const confirm = useMutation({
    mutationFn: ({ kind, code }: { kind: FactorKind; code: string }) =>
      authorized((bearer) => calls[kind].confirm({ bearer, body: { code } })),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (kind: FactorKind) => authorized((bearer) => calls[kind].remove({ bearer })),
    onSettled,
  });
  const replaceCodes = useMutation({
    mutationFn: () => authorized((bearer) => client.replaceRecoveryCodes({ bearer })),
    onSettled,
  });
  return { confirm: confirm.mutateAsync, remove: remove.mutateAsync, replaceCodes: replaceCodes.mutateAsync };
}
