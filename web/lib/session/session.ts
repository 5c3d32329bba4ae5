/** What this tab knows of the session: the access token in memory, renewed by the cookie (docs/flows/session.md). */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Answer, Failure } from '../../../lambdas/kernel/http/client.ts';
import type { SessionClient, Tokens, User } from '../api.ts';

/** `unknown` until the first look; `unreachable` where the platform did not say whether the session lives. */
export type SessionState =
  | { status: 'unknown' }
  | { status: 'signed_in'; accessToken: string; expiresAt: number; user: User }
  | { status: 'signed_out'; reason: string | null }
  | { status: 'unreachable'; failure: Failure | null };

/** What tabs of one browser tell each other. */
export type Notice = { type: 'signed_in' } | { type: 'signed_out'; reason: string };

export interface SessionParts {
  client: SessionClient;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The readable cookie that goes back as `X-CSRF-Token`; undefined where this browser holds no session. */
  csrfToken(): string | undefined;
  /** Runs `work` while no other tab runs its own (Web Locks). */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
  tell(notice: Notice): void;
}

export interface Session {
  store: StoreApi<SessionState>;
  /** Finds out, once, whether this browser holds a session. */
  open(): Promise<void>;
  /** After a sign-in of this tab. */
  start(tokens: Tokens): void;
  /** A token that lives for a while yet; null where nobody is signed in. */
  accessToken(): Promise<string | null>;
  /** Another token after the API refused `refused`; null where the session is over. */
  renew(refused: string): Promise<string | null>;
  /** Ends the session everywhere. Answers the failure where the platform could not be asked: nothing has ended then. */
  signOut(): Promise<Failure | 'no answer' | null>;
  /** What another tab told. */
  hear(notice: Notice): void;
  /** After the person changed something about themselves. */
  setUser(user: User): void;
}

/** A token with less than this left is renewed before it is used. */
const aheadMs = 60_000;

export function createSession(parts: SessionParts): Session {
  const store = createStore<SessionState>(() => ({ status: 'unknown' }));
  const set = (state: SessionState) => store.setState(state, true);
  let renewal: Promise<void> | null = null;

  const refresh = async () => {
    const csrf = parts.csrfToken();
    if (csrf === undefined) return set({ status: 'signed_out', reason: endedBefore(store.getState()) });
    const answer = await reached(parts.client.refresh({ headers: { 'x-csrf-token': csrf } }));
    set(stateAfter(answer, store.getState(), parts.now()));
    const { status, ...rest } = store.getState();
    if (status === 'signed_out' && 'reason' in rest)
      parts.tell({ type: 'signed_out', reason: rest.reason ?? 'unknown' });
  };
  // Calls of one tab share a renewal; those of several tabs take turns, each with the cookie that the last one got.
  const renewOnce = () => {
    renewal ??= parts.alone(refresh).finally(() => {
      renewal = null;
    });
    return renewal;
  };
  const current = () => {
    const state = store.getState();
    return state.status === 'signed_in' ? state : null;
  };

  return {
    store,
    async open() {
      if (store.getState().status === 'unknown' || store.getState().status === 'unreachable') await renewOnce();
    },
    start(tokens) {
      set(signedIn(tokens, parts.now()));
      parts.tell({ type: 'signed_in' });
    },
    async accessToken() {
      const held = current();
      if (held && held.expiresAt - parts.now() > aheadMs) return held.accessToken;
      if (store.getState().status !== 'signed_out') await renewOnce();
      return current()?.accessToken ?? null;
    },
    async renew(refused) {
      if (current()?.accessToken === refused) await renewOnce();
      return current()?.accessToken ?? null;
    },
    async signOut() {
      const csrf = parts.csrfToken();
      if (csrf !== undefined) {
        const answer = await reached(parts.client.logout({ headers: { 'x-csrf-token': csrf } }));
        if (answer === null) return 'no answer';
        // A session that is over already is what was asked for.
        if (!answer.ok && answer.status !== 401) return answer;
      }
      set({ status: 'signed_out', reason: 'signed_out' });
      parts.tell({ type: 'signed_out', reason: 'signed_out' });
      return null;
    },
    hear(notice) {
      if (notice.type === 'signed_out') return set({ status: 'signed_out', reason: notice.reason });
      // Perhaps as somebody else: what this tab holds is of the session before.
      void renewOnce();
    },
    setUser(user) {
      const held = current();
      if (held) set({ ...held, user });
    },
  };
}

type RefreshAnswer = Awaited<ReturnType<SessionClient['refresh']>>;

/** The answer, or null where none came. */
async function reached<A extends Answer<never>>(call: Promise<A>): Promise<A | null> {
  try {
    return await call;
  } catch {
    return null;
  }
}

function stateAfter(answer: RefreshAnswer | null, before: SessionState, now: number): SessionState {
  if (answer?.ok) return signedIn(answer.data, now);
  if (answer && (answer.status === 401 || answer.code === 'CSRF_FAILED')) {
    const { reason } = answer.details;
    return { status: 'signed_out', reason: typeof reason === 'string' ? reason : 'unknown' };
  }
  // Whoever holds a token that still lives goes on with it.
  if (before.status === 'signed_in' && before.expiresAt > now) return before;
  return { status: 'unreachable', failure: answer };
}

function signedIn(tokens: Tokens, now: number): SessionState {
  const { access_token: accessToken, expires_in: seconds, user } = tokens;
  return { status: 'signed_in', accessToken, expiresAt: now + seconds * 1000, user };
}

/** Without cookies nobody is signed in; whoever was until now is told so. */
function endedBefore(state: SessionState): string | null {
  if (state.status === 'signed_out') return state.reason;
  return state.status === 'signed_in' ? 'unknown' : null;
}
