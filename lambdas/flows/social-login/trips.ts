/** What is kept between the way to a provider and the way back: once, for ten minutes, for the browser that began. */
import type { Context } from '../../kernel/context.ts';
import { newToken, sha256, tokenHash } from '../../kernel/crypto.ts';
import type { Ref } from '../../ports/key-value.ts';

/** What the round trip is for. Linking and step-up are of the session that asked. */
export type Purpose =
  | { kind: 'sign_in'; heldSessionId: string | null }
  | { kind: 'link' | 'step_up'; userId: string; sessionId: string };

export interface Trip {
  purpose: Purpose;
  nonce: string;
  verifier: string;
  /** Where the browser goes in the end: checked when it was asked for. */
  returnTo: string;
  /** Milliseconds. */
  startedAt: number;
}

export const tripSeconds = 600;
const formSeconds = 60;

/**
 * The value of `__Host-oauth`: what binds a state to its browser, and the browser's device cookie, which would not come
 * along with the redirect of another site (it is Strict). One value serves the trips of several tabs.
 */
export interface TripCookie {
  binding: string;
  device: string | undefined;
}

export function readTripCookie(value: string | undefined): TripCookie | null {
  const [binding = '', device = ''] = (value ?? '').split('.');
  if (tokenHash(binding) === null) return null;
  return { binding, device: tokenHash(device) === null ? undefined : device };
}

export function writeTripCookie({ binding, device }: TripCookie): string {
  return device === undefined ? binding : `${binding}.${device}`;
}

/** The browser's cookie, or a new one. */
export function tripCookie(value: string | undefined, device: string | undefined): TripCookie {
  return { binding: readTripCookie(value)?.binding ?? newToken().token, device };
}

/** The key names provider, state and browser: a state that comes back another way finds nothing, and spends nothing. */
function tripRef(providerId: string, state: string, binding: string): Ref {
  return { kind: 'oauth-state', key: sha256(`trip ${providerId} ${state} ${binding}`) };
}

/** Answers the state. */
export async function keepTrip(context: Context, providerId: string, binding: string, trip: Trip): Promise<string> {
  const state = newToken().token;
  await context.store.put(tripRef(providerId, state, binding), JSON.stringify(trip), tripSeconds);
  return state;
}

export async function takeTrip(
  context: Context,
  providerId: string,
  state: string,
  binding: string,
): Promise<Trip | null> {
  const text = await context.store.take(tripRef(providerId, state, binding), context.request.id);
  const trip = text === null ? null : (JSON.parse(text) as Trip);
  // A restore of the database ended whatever began before it: sessions that asked for a link among them.
  return trip && trip.startedAt >= context.config.epoch.getTime() ? trip : null;
}

/** What a provider posted (OAuth 2.0 Form Post Response Mode 2). */
export interface PostedAnswer {
  code?: string | undefined;
  state?: string | undefined;
  iss?: string | undefined;
  error?: string | undefined;
  user?: string | undefined;
}

function formRef(providerId: string, hash: string): Ref {
  return { kind: 'oauth-state', key: sha256(`form ${providerId} ${hash}`) };
}

/** Keeps the form until the browser comes back with its cookies; answers the key that finds it once. */
export async function keepForm(context: Context, providerId: string, form: PostedAnswer): Promise<string> {
  const { token, hash } = newToken();
  await context.store.put(formRef(providerId, hash), JSON.stringify(form), formSeconds);
  return token;
}

export async function takeForm(context: Context, providerId: string, key: string): Promise<PostedAnswer | null> {
  const hash = tokenHash(key);
  const text = hash === null ? null : await context.store.take(formRef(providerId, hash), context.request.id);
  return text === null ? null : (JSON.parse(text) as PostedAnswer);
}
