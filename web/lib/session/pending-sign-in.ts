/** The sign-in that waits for its second step: in the memory of this tab, gone with a reload, never in an address. */
import { type SecondFactorMethod, secondFactorMethod } from '../../../lambdas/kernel/http/fields.ts';

export interface PendingSignIn {
  /** Null where the browser holds it in a cookie, after a redirect. */
  token: string | null;
  methods: readonly SecondFactorMethod[];
}

let pending: PendingSignIn | null = null;

/** Null forgets it. */
export function keepPending(next: PendingSignIn | null): void {
  pending = next;
}

/**
 * The one of this tab. After a sign-in by a provider the address says what it takes (`#methods=totp,webauthn`), and a
 * cookie, which no page can read, which it is.
 *
 * @param fragment of the page's address.
 */
export function pendingSignIn(fragment: string): PendingSignIn | null {
  if (pending) return pending;
  const named = new URLSearchParams(fragment.replace(/^#/, '')).get('methods')?.split(',') ?? [];
  const methods = secondFactorMethod.options.filter((method) => named.includes(method));
  return methods.length > 0 ? { token: null, methods } : null;
}
