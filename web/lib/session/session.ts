/** The session of a tab: the access token in memory, renewed by the cookie (docs/flows/session.md, In a browser). */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OverReason } from '../../../lambdas/kernel/http/end-reasons.ts';
import type { SessionClient, Tokens, User } from '../api.ts';
import { createRenewal } from './renewal.ts';
import { actingBy, type Notice, type NoVerdict, over, type SessionState, type SignedIn, signedInBy } from './state.ts';

export interface SessionParts {
  client: SessionClient;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Aborts a call that is not answered. Longer than the gateway waits: an answer that was given up has rotated. */
  deadline(): AbortSignal;
  /** The readable cookie that goes back as `X-CSRF-Token`, one for each session; undefined where there is none. */
  mark(): string | undefined;
  /** Runs `work` while no other tab runs its own (Web Locks). */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
  tell(notice: Notice): void;
  /** Ends the session of that token and no other one: without the cookies of this browser. */
  endActing(accessToken: string): Promise<unknown>;
}

export interface Session {
  store: StoreApi<SessionState>;
  /** Finds out, once, whether this browser holds a session. */
  open(): Promise<void>;
  /**
   * Runs the call of a sign-in while no tab refreshes: the refusal of an older session takes its cookies away, and with
   * them those of a session that began meanwhile.
   */
  exclusively<Result>(call: () => Promise<Result>): Promise<Result>;
  /** After a sign-in of this tab. */
  start(tokens: Tokens): void;
  /** From now on this tab is that user, as whom its administrator acts; when the token ends it is the administrator's. */
  actAs(tokens: Tokens): void;
  /** Makes it the administrator's own again. Nothing happens where nobody acts. */
  stopActing(): Promise<void>;
  /** A session with a token that lives for a while and is not the one that was refused; null where there is none. */
  access(refused?: string): Promise<SignedIn | NoVerdict | null>;
  /** Ends the session everywhere. Where the platform did not do it, answers why; nothing has changed then. */
  signOut(): Promise<NoVerdict | null>;
  /** A call of this tab ended the session at the platform, and its cookies with it. */
  ended(reason: OverReason): void;
  /** What another tab told. */
  hear(notice: Notice): void;
  /** When the tab comes to the front: another tab may have changed the cookie while this one was asleep. */
  look(): void;
  /** When the page comes back from the browser's back/forward cache: what it shows is of another time. */
  restored(): void;
  /** After the person was read or changed; an answer that a later one has overtaken is of no use. */
  setUser(user: User): void;
}

export function createSession(parts: SessionParts): Session {
  const store = createStore<SessionState>(() => ({ status: 'unknown' }));
  const set = (state: SessionState) => store.setState(state, true);
  const current = () => held(store.getState());
  const renew = createRenewal(parts, store);
  /** Hides what is shown until it is known whose session this is now. */
  const doubt = () => {
    if (current() && parts.mark() !== undefined) set({ status: 'unknown' });
    void renew();
  };
  const isOpened = () => store.getState().status !== 'unknown';

  return {
    store,
    async open() {
      const { status } = store.getState();
      if (status === 'unknown' || status === 'unreachable') await renew();
    },
    exclusively: (call) => parts.alone(call),
    start(tokens) {
      const mark = parts.mark();
      set(signedInBy(tokens, parts.now(), mark));
      parts.tell({ type: 'signed_in', userId: tokens.user.id, mark });
    },
    actAs(tokens) {
      const session = current();
      if (session) set(actingBy(session, tokens, parts.now()));
    },
    async stopActing() {
      const session = current();
      if (!session?.actor) return;
      set({ status: 'unknown' });
      // Where it is not heard the session ends by itself, within minutes, or with the administrator's own.
      await Promise.allSettled([parts.endActing(session.accessToken), renew()]);
    },
    async access(refused) {
      const isGood = (session: SignedIn | null, until: 'renewAt' | 'expiresAt'): session is SignedIn =>
        session !== null && session.accessToken !== refused && parts.now() < session[until];
      const before = current();
      if (isGood(before, 'renewAt')) return before;
      const noVerdict = store.getState().status === 'signed_out' ? null : await renew();
      const after = current();
      return noVerdict && !isGood(after, 'expiresAt') ? noVerdict : after;
    },
    async signOut() {
      const mark = parts.mark();
      const failure = await parts.alone(() => end(parts, current())).catch(() => ({ failure: null }));
      if (failure) return failure;
      set(over('signed_out'));
      parts.tell({ type: 'signed_out', reason: 'signed_out', mark });
      return null;
    },
    ended(reason) {
      const mark = current()?.mark;
      set(over(reason));
      parts.tell({ type: 'signed_out', reason, mark });
    },
    hear(notice) {
      const session = current();
      const isMine = session !== null && session.mark === notice.mark;
      if (notice.type === 'signed_out') {
        // Else it is news of a session that this browser holds no more.
        if (isMine || (session && parts.mark() === undefined)) set(over(notice.reason));
      } else if (session && (session.actor ?? session.user).id !== notice.userId) doubt();
      else if (isOpened() && !isMine) void renew();
    },
    look() {
      const { status } = store.getState();
      if (status === 'unreachable' || (isOpened() && current()?.mark !== parts.mark())) doubt();
    },
    restored() {
      if (isOpened()) doubt();
    },
    setUser(user) {
      const session = current();
      const isOf = session?.user.id === user.id && user.updated_at >= session.user.updated_at;
      if (isOf) set({ ...session, user, readAt: parts.now() });
    },
  };
}

function held(state: SessionState): SignedIn | null {
  return state.status === 'signed_in' ? state : null;
}

/** Answers what came instead of the end of the session. The cookie says which it is, or the token where there is none. */
async function end(parts: SessionParts, session: SignedIn | null): Promise<NoVerdict | null> {
  const mark = parts.mark();
  if (mark === undefined && session === null) return null;
  const proof = mark === undefined ? { bearer: session?.accessToken ?? '' } : { headers: { 'x-csrf-token': mark } };
  const answer = await parts.client.logout({ ...proof, signal: parts.deadline() });
  // What is refused as dead is over already.
  return answer.ok || answer.status === 401 ? null : { failure: answer };
}
