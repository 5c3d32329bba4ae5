'use client';
import type { Failure } from '../../../../lambdas/kernel/http/client.ts';
import { useChange } from '../../../lib/administration/use-change.ts';
import type { OwnWords } from '../../../lib/refusals.ts';
import type { AccountCall } from './account-call.ts';
import type { ManagedUser } from './managed-user.ts';
import { usersKey } from './users-list.ts';

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
