import { AuthError } from '../../kernel/errors.ts';

/**
 * What the page may tell the person. `link_first`: the provider's word is not enough for the address, whether or not it
 * has an account: sign in another way, then link. `taken`: the identity that they have just shown is another account's.
 * `no_fresh_proof`: the provider did not say that they proved anew who they are.
 */
export type Told = 'cancelled' | 'link_first' | 'taken' | 'no_fresh_proof';

/** 302 to the error page. `cause` goes to the log. */
export function oauthFailed(told: Told | null, cause?: unknown): AuthError {
  return new AuthError('OAUTH_FAILED', { details: told === null ? {} : { reason: told }, cause });
}
