'use client';
/** The session of this tab. */
import { useStore } from 'zustand';
import { session as contract } from '../../../lambdas/flows/session/contract.ts';
import { createClient, type Failure } from '../../../lambdas/kernel/http/client.ts';
import { askForProof } from '../step-up/asked.ts';
import { aloneBy } from './alone.ts';
import { authorized as authorizedBy } from './authorized.ts';
import { createSession } from './session.ts';
import type { Notice, SessionState } from './state.ts';

const name = 'gatehouse-session';
const inBrowser = typeof document !== 'undefined';
// Without one a tab learns when it comes to the front what another did.
const channel = inBrowser && 'BroadcastChannel' in window ? new BroadcastChannel(name) : null;

/** Sends no cookies, which are those of the browser's own session. */
const withoutCookies = createClient(
  { session: contract },
  { fetch: (input, init) => fetch(input, { ...init, credentials: 'omit' }) },
).session;

/** API Gateway gives up after 30 s. */
const deadlineMs = 35_000;

export const session = createSession({
  client: createClient({ session: contract }).session,
  now: () => Date.now(),
  deadline: () => AbortSignal.timeout(deadlineMs),
  mark: () => /(?:^|; )__Host-csrf=([^;]+)/.exec(document.cookie)?.[1],
  alone: aloneBy(inBrowser ? navigator.locks : undefined, name),
  tell: (notice) => channel?.postMessage(notice),
  endActing: (bearer) => withoutCookies.logout({ bearer }),
});

if (inBrowser) {
  channel?.addEventListener('message', ({ data }: MessageEvent<Notice>) => session.hear(data));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') session.look();
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) session.restored();
  });
}

export function useSession(): SessionState {
  return useStore(session.store);
}

/**
 * Calls a route on behalf of the person that the page shows (`authorized.ts`). Where it wants a proof of who they are,
 * they are asked in place, and then it is called once more.
 */
export async function authorized<A extends { ok: true } | Failure>(
  send: (bearer: string) => Promise<A>,
): Promise<A | Failure> {
  const answer = await authorizedBy(session, send);
  if (answer.ok || answer.code !== 'REAUTHENTICATION_REQUIRED' || !(await askForProof())) return answer;
  return authorizedBy(session, send);
}
