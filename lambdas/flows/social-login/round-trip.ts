/** To the provider and back: what all three purposes share. */
import { heldBy } from '../../domain/session/sign-in-account.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { newToken } from '../../kernel/crypto.ts';
import { AuthError } from '../../kernel/errors.ts';
import { cookieNames, setCookie } from '../../kernel/http/cookies.ts';
import { isOwnPlace, placeToReturn } from '../../kernel/http/return-to.ts';
import {
  type Assertion,
  ProviderRefused,
  type ProviderSettings,
  type RoundTrip,
} from '../../ports/identity-providers.ts';
import { oauthFailed } from './refusal.ts';
import {
  keepTrip,
  type PostedAnswer,
  type Purpose,
  readTripCookie,
  type Trip,
  type TripCookie,
  takeTrip,
  tripCookie,
  tripSeconds,
  writeTripCookie,
} from './trips.ts';

type Cookies = Readonly<Record<string, string | undefined>>;

/** The provider of that id, as it is configured. */
export function configured(context: Context, id: string): ProviderSettings | null {
  return context.config.providers.find((provider) => provider.id === id) ?? null;
}

/** Where somebody goes who comes to link or to prove who they are, and names no page of ours. */
const securityPage = '/account/security';

export interface Departure {
  /** The provider's address. */
  location: string;
  cookie: string;
}

/** Begins a sign-in. */
export async function beginSignIn(
  context: Context,
  provider: ProviderSettings,
  wanted: string | undefined,
  cookies: Cookies,
): Promise<Departure> {
  const refreshCookie = cookies[cookieNames.refresh];
  const held = await heldBy(context, { deviceCookie: undefined, refreshCookie });
  const purpose = { kind: 'sign_in', heldSessionId: held.sessionId } as const;
  return depart(context, provider, purpose, placeToReturn(wanted, context.config), cookies);
}

/** Begins a link or a step-up, for the session that asks. Only a browser keeps the cookie that it needs. */
export async function beginFor(
  context: Context,
  provider: ProviderSettings,
  kind: 'link' | 'step_up',
  principal: Principal,
  wanted: string | undefined,
  cookies: Cookies,
): Promise<Departure> {
  if (context.request.browser !== 'page') throw new AuthError('CSRF_FAILED');
  const { userId, sessionId } = principal;
  const page = wanted !== undefined && isOwnPlace(wanted) ? wanted : securityPage;
  return depart(context, provider, { kind, userId, sessionId }, `${context.config.origin}${page}`, cookies);
}

async function depart(
  context: Context,
  provider: ProviderSettings,
  purpose: Purpose,
  returnTo: string,
  cookies: Cookies,
): Promise<Departure> {
  const cookie = tripCookie(cookies[cookieNames.oauth], cookies[cookieNames.device]);
  const trip: Trip = {
    purpose,
    nonce: newToken().token,
    verifier: newToken().token,
    returnTo,
    startedAt: context.clock.now().getTime(),
  };
  const state = await keepTrip(context, provider.id, cookie.binding, trip);
  const stepsUp = purpose.kind === 'step_up';
  const location = await context.providers.authorizationUrl(provider, tripOf(context, provider, state, trip), {
    stepsUp,
  });
  return { location, cookie: setCookie('oauth', writeTripCookie(cookie), tripSeconds) };
}

export interface Arrival {
  provider: ProviderSettings;
  trip: Trip;
  cookie: TripCookie;
  answer: PostedAnswer;
}

/**
 * Finds the trip that the browser comes back from, and ends it: it is taken once.
 *
 * @throws AuthError `OAUTH_FAILED` where there is none of this provider, state and browser. No provider is asked.
 */
export async function arrive(
  context: Context,
  providerId: string,
  answer: PostedAnswer,
  cookies: Cookies,
): Promise<Arrival> {
  const provider = configured(context, providerId);
  const cookie = readTripCookie(cookies[cookieNames.oauth]);
  if (!provider || !cookie || !answer.state) throw oauthFailed(null);
  const trip = await takeTrip(context, provider.id, answer.state, cookie.binding);
  if (!trip) throw oauthFailed(null);
  return { provider, trip, cookie, answer };
}

/**
 * Whom the provider names, once every check has passed.
 *
 * @throws AuthError `OAUTH_FAILED`
 */
export async function assertionOf(context: Context, { provider, trip, answer }: Arrival): Promise<Assertion> {
  const { code, state = '', iss, error } = answer;
  if (error === 'access_denied' || error === 'user_cancelled_authorize') throw oauthFailed('cancelled');
  if (error !== undefined || !code) throw refused(context, provider, error ?? 'no_code');
  try {
    const assertion = await context.providers.redeem(provider, tripOf(context, provider, state, trip), { code, iss });
    return assertion.name === null ? { ...assertion, name: nameIn(answer.user) } : assertion;
  } catch (failure) {
    if (failure instanceof ProviderRefused) throw refused(context, provider, failure.reason, failure);
    throw failure;
  }
}

function refused(context: Context, provider: ProviderSettings, reason: string, cause?: unknown): AuthError {
  const shown = /^[\w.-]{1,80}$/.test(reason) ? reason : 'unreadable';
  context.log.warn('provider refused', { provider: provider.id, reason: shown, request_id: context.request.id });
  context.metrics.count('SignInFailed', { method: provider.id });
  return oauthFailed(null, cause);
}

/** Apple tells the name once, beside its answer and unsigned: a name proves nothing, and its owner can change it. */
function nameIn(user: string | undefined): string | null {
  try {
    const { name } = JSON.parse(user ?? '{}') as { name?: { firstName?: unknown; lastName?: unknown } };
    const parts = [name?.firstName, name?.lastName].filter((part) => typeof part === 'string' && part !== '');
    return parts.length > 0 ? parts.join(' ') : null;
  } catch {
    return null;
  }
}

function tripOf({ config }: Context, { id }: ProviderSettings, state: string, { nonce, verifier }: Trip): RoundTrip {
  return { redirectUri: `${config.origin}/api/v1/auth/oauth/${id}/callback`, state, nonce, verifier };
}
