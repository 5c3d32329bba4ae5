/** What both kinds of providers share of the client library: its calls through our fetch, its errors as the port's. */
import {
  AuthorizationResponseError,
  authorizationCodeGrant,
  ClientError,
  type Configuration,
  type CustomFetch,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import { type ProviderAnswer, ProviderRefused, type RoundTrip } from '../../ports/identity-providers.ts';
import type { ConfinedFetch } from './confined-fetch.ts';

/** Seconds; behind the deadline of each call, which is ours. */
export const libraryTimeout = 20;

export function throughOurs(fetch: ConfinedFetch): CustomFetch {
  return (url, { method, headers, body }) => fetch(url, { method, headers, body: body as RequestInit['body'] });
}

/** Redeems the code with the PKCE verifier; state, `iss` (RFC 9207) and, where one is due, the ID token are checked. */
export function redeemCode(
  configuration: Configuration,
  trip: RoundTrip,
  { code, iss }: ProviderAnswer,
  { isOpenId }: { isOpenId: boolean },
) {
  const url = new URL(trip.redirectUri);
  url.searchParams.set('code', code);
  url.searchParams.set('state', trip.state);
  if (iss !== undefined) url.searchParams.set('iss', iss);
  return authorizationCodeGrant(configuration, url, {
    pkceCodeVerifier: trip.verifier,
    expectedState: trip.state,
    ...(isOpenId && { expectedNonce: trip.nonce, idTokenExpected: true }),
  });
}

/** Runs calls of the library; what it throws becomes an error of the port. */
export async function asPort<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw portError(error);
  }
}

function portError(error: unknown): unknown {
  const unavailable = causesOf(error).find((cause) => cause instanceof DependencyUnavailable);
  if (unavailable) return unavailable;
  if (error instanceof ProviderRefused) return error;
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError)
    return new ProviderRefused(error.error, error);
  if (error instanceof WWWAuthenticateChallengeError) return new ProviderRefused('challenged', error);
  if (error instanceof ClientError) return new ProviderRefused(error.code ?? 'unknown', error);
  return error;
}

function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let at = error; at instanceof Error && causes.length < 8; at = at.cause) causes.push(at);
  return causes;
}
