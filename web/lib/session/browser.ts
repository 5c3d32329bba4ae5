'use client';
/** The session of this tab. */
import { useStore } from 'zustand';
import { session as contract } from '../../../lambdas/flows/session/contract.ts';
import type { Answer, Failure } from '../../../lambdas/kernel/http/client.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import { createSession, type Notice, type SessionState } from './session.ts';

const channelName = 'gatehouse-session';
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(channelName);

export const session = createSession({
  client: createClient({ session: contract }).session,
  now: () => Date.now(),
  csrfToken: () => /(?:^|; )__Host-csrf=([^;]*)/.exec(document.cookie)?.[1],
  alone: (work) => navigator.locks.request(channelName, work),
  tell: (notice) => channel?.postMessage(notice),
});
channel?.addEventListener('message', ({ data }: MessageEvent<Notice>) => session.hear(data));

export function useSession(): SessionState {
  return useStore(session.store);
}

/** No session stands behind this call any more: the page that shows it leaves for the sign-in page. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError';
}

/**
 * Calls a route with the session's token: with a fresh one where it is about to expire, and once more with another one
 * where it was refused.
 *
 * @throws SignedOutError where nobody is signed in; whatever `send` throws where no answer came.
 */
export async function authorized<A extends { ok: true } | Failure>(send: (bearer: string) => Promise<A>): Promise<A> {
  const token = await session.accessToken();
  if (token === null) throw new SignedOutError();
  const answer = await send(token);
  if (answer.ok || answer.status !== 401) return answer;
  const another = await session.renew(token);
  if (another === null) throw new SignedOutError();
  return send(another);
}

export type { Answer };
