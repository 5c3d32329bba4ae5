'use client';
import { account } from '../../../lambdas/flows/account/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import { authorized } from '../../lib/session/browser.ts';
import { usePages } from '../../lib/use-pages.ts';

const { listActivity } = createClient({ account }).account;

export function useActivity() {
  return usePages(['users', 'me', 'activity'], (cursor) =>
    authorized((bearer) => listActivity({ bearer, query: cursor === undefined ? {} : { cursor } })),
  );
}
