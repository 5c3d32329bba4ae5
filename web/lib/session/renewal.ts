/** Fetching tokens by the cookie: once at a time in a tab, in turns among the tabs of a browser. */
import type { StoreApi } from 'zustand/vanilla';
import type { SessionParts } from './session.ts';
import { type NoVerdict, over, type RefreshAnswer, refusalOf, type SessionState, signedInBy } from './state.ts';

/** Leaves the verdict in the store; answers what came instead of one. Never rejects. */
export type Renew = () => Promise<NoVerdict | null>;

export function createRenewal(parts: SessionParts, store: StoreApi<SessionState>): Renew {
  const set = (state: SessionState) => store.setState(state, true);
  let running: Promise<NoVerdict | null> | null = null;

  const refresh = async (): Promise<NoVerdict | null> => {
    const { answer, mark } = await askForTokens(parts);
    if (mark === undefined) return forget();
    if (answer?.ok) set(signedInBy(answer.data, parts.now(), mark));
    else {
      const reason = refusalOf(answer);
      if (reason === null) return withoutVerdict({ failure: answer });
      set(over(reason));
      parts.tell({ type: 'signed_out', reason, mark });
    }
    return null;
  };
  const forget = () => {
    set(withoutCookie(store.getState()));
    return null;
  };
  // Whoever is signed in stays so, with what they typed; the call that needed the token says what is wrong.
  const withoutVerdict = (noVerdict: NoVerdict): NoVerdict => {
    const { status } = store.getState();
    if (status === 'unknown' || status === 'unreachable') set({ status: 'unreachable', ...noVerdict });
    return noVerdict;
  };

  return () => {
    if (parts.mark() === undefined) return Promise.resolve(forget());
    running ??= parts
      .alone(refresh)
      .catch(() => withoutVerdict({ failure: null }))
      .finally(() => {
        running = null;
      });
    return running;
  };
}

/** Without a cookie nobody is signed in; whoever was until now is told so. */
function withoutCookie(state: SessionState): SessionState {
  if (state.status === 'signed_out') return state;
  return over(state.status === 'signed_in' ? 'unknown' : null);
}

/** `mark` is undefined where there is no session to ask for; a null answer did not come. */
async function askForTokens(parts: SessionParts): Promise<{ answer: RefreshAnswer | null; mark: string | undefined }> {
  const mark = parts.mark();
  if (mark === undefined) return { answer: null, mark };
  const call = { headers: { 'x-csrf-token': mark }, signal: parts.deadline() };
  const answer = await parts.client.refresh(call).catch(() => null);
  const isOldMark = answer?.ok === false && answer.code === 'CSRF_FAILED' && parts.mark() !== mark;
  // A sign-in elsewhere changed both cookies between the look at this one and the call.
  return isOldMark ? askForTokens(parts) : { answer, mark };
}
