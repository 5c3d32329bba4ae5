'use client';
import type { Failure } from '../../../../lambdas/kernel/http/client.ts';
import { type ChangeCall, useChange } from '../../../lib/administration/use-change.ts';
import type { OwnWords } from '../../../lib/refusals.ts';
import { type ManagedUser, usersKey } from './users-list.ts';

export interface AccountCall extends ChangeCall {
  params: { id: string };
}

/** A change of one account; what is read of it, and of the list, is read again afterwards. */
export function useAccountChange<Body, A extends { ok: true } | Failure>(
  user: Pick<ManagedUser, 'id'>,
  change: {
    send(body: Body, call: AccountCall): Promise<A>;
    done(answer: Extract<A, { ok: true }>): void;
    words?: OwnWords;
  },
) {
  return useChange<Body, A>({
    concerns: [usersKey, ['timeline', user.id]],
    send: (body, call) => change.send(body, { ...call, params: { id: user.id } }),
    done: change.done,
    ...(change.words && { words: change.words }),
  });
}

/** The call with the version that the page shows: a change of what is another by now is refused (RFC 9110, 13.1.1). */
export function ifUnchanged(call: AccountCall, { version }: Pick<ManagedUser, 'version'>) {
  return { ...call, ifMatch: version };
}
