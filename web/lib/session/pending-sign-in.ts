/** The sign-in that waits for its second step: in the memory of this tab, gone with a reload, never in an address. */
import type { SecondFactorMethod } from '../../../lambdas/kernel/http/fields.ts';

export interface PendingSignIn {
  /** Null where the browser holds it in its cookie, after a redirect. */
  token: string | null;
  methods: readonly SecondFactorMethod[];
}

let pending: PendingSignIn | null = null;

/** Null forgets it. */
export function keepPending(next: PendingSignIn | null): void {
  pending = next;
}

export function pendingSignIn(): PendingSignIn | null {
  return pending;
}
