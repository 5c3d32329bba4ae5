/** What a tab may know of the session, and what tabs of one browser tell each other (docs/flows/session.md). */
import type { Failure } from '../../../lambdas/kernel/http/client.ts';
import { type OverReason, overReasons } from '../../../lambdas/kernel/http/end-reasons.ts';
import type { SessionClient, Tokens, User } from '../api.ts';

/** `unknown` until the first look; `unreachable` where the platform did not say whether the session lives. */
export type SessionState =
  | { status: 'unknown' }
  | SignedIn
  | { status: 'signed_out'; reason: OverReason | null }
  | { status: 'unreachable'; failure: Failure | null };

export interface SignedIn {
  status: 'signed_in';
  accessToken: string;
  /** From here on another token is fetched before this one is used. Milliseconds on this machine's clock. */
  renewAt: number;
  expiresAt: number;
  user: User;
  /** When `user` was read. */
  readAt: number;
  /** Which session of this browser it is; undefined where the browser keeps no cookies. */
  mark: string | undefined;
  /** The administrator whose session this browser holds, where they act as `user`: in this tab's memory alone. */
  actor?: Actor;
}

export interface Actor {
  id: string;
  name: string;
}

export type Notice =
  | { type: 'signed_in'; userId: string; mark: string | undefined }
  | { type: 'signed_out'; reason: OverReason; mark: string | undefined };

/** What came instead of a verdict on the session: a failure that is no refusal, or no answer at all (null). */
export interface NoVerdict {
  failure: Failure | null;
}

/** An administrator's own session becomes that of the user as whom they act, for as long as its token lives. */
export function actingBy(
  own: SignedIn,
  tokens: Pick<Tokens, 'access_token' | 'expires_in' | 'user'>,
  now: number,
): SignedIn {
  const expiresAt = now + tokens.expires_in * 1000;
  return {
    ...own,
    accessToken: tokens.access_token,
    renewAt: expiresAt,
    expiresAt,
    user: tokens.user,
    readAt: now,
    actor: own.actor ?? { id: own.user.id, name: own.user.name },
  };
}

export type RefreshAnswer = Awaited<ReturnType<SessionClient['refresh']>>;

const aheadMs = 60_000;

/** A token is renewed a minute ahead of its end; a short-lived one in the second half of its life. */
export function signedInBy(tokens: Tokens, now: number, mark: string | undefined): SignedIn {
  const { access_token: accessToken, expires_in: seconds, user } = tokens;
  const lifeMs = seconds * 1000;
  return {
    status: 'signed_in',
    accessToken,
    renewAt: now + Math.max(lifeMs - aheadMs, lifeMs / 2),
    expiresAt: now + lifeMs,
    user,
    readAt: now,
    mark,
  };
}

/**
 * Why the platform refused the cookie; null where it said nothing of the session. Only these codes are a verdict: a
 * gateway or a firewall in between answers with statuses of its own.
 */
export function refusalOf(answer: RefreshAnswer | null): OverReason | null {
  if (answer === null || answer.ok) return null;
  if (answer.code === 'REFRESH_TOKEN_INVALID') return overReason(answer.details.reason);
  return answer.code === 'CSRF_FAILED' || answer.code === 'MALFORMED_REQUEST' ? 'unknown' : null;
}

export function over(reason: OverReason | null): SessionState {
  return { status: 'signed_out', reason };
}

/** Any value as one of the reasons there are words for. */
export function overReason(value: unknown): OverReason {
  return overReasons.find((reason) => reason === value) ?? 'unknown';
}
