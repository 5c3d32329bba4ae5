'use client';
import { useQueryClient } from '@tanstack/react-query';
import { session as contract } from '../../../lambdas/flows/session/contract.ts';
import { type Answer, createClient } from '../../../lambdas/kernel/http/client.ts';
import { authorized } from '../../lib/session/browser.ts';
import { usePages } from '../../lib/use-pages.ts';

const client = createClient({ session: contract }).session;
const key = ['users', 'me', 'sessions'];

type List = Extract<Answer<typeof contract.routes.listSessions>, { ok: true }>;
export type OwnSession = List['data'][number];

export function useOwnSessions() {
  return usePages(key, (cursor) =>
    authorized((bearer) => client.listSessions({ bearer, query: cursor === undefined ? {} : { cursor } })),
  );
}

const done = { ok: true } as const;

/** What is done with the own sessions: each answers its refusal, and the list is read again. */
export function useEndings() {
  const queries = useQueryClient();
  const settled = () => queries.invalidateQueries({ queryKey: key });
  return {
    /** A session that is over already is what was wanted. */
    async endOne(id: string) {
      const answer = await authorized((bearer) => client.endSession({ bearer, params: { id } })).finally(settled);
      return !answer.ok && answer.code === 'NOT_FOUND' ? done : answer;
    },
    endOthers: () => authorized((bearer) => client.endOtherSessions({ bearer })).finally(settled),
  };
}
