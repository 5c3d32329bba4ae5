'use client';
import { KeyRound } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import {
  type Assertion,
  giveUp,
  presentPasskey,
  suggestsPasskeys,
  supportsPasskeys,
} from '../../lib/passkey/ceremony.ts';
import { useCeremony } from '../../lib/passkey/use-ceremony.ts';
import { proofWords } from '../../lib/passkey/words.ts';
import type { Trouble } from '../../lib/refusals.ts';
import { useSession } from '../../lib/session/browser.ts';
import { pageAfter, type SignInAnswer } from '../../lib/session/sign-in.ts';
import { wantedPage } from '../../lib/session/wanted-page.ts';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';

const calls = () => import('./sign-in-calls.ts');

/**
 * Signing in by passkey: by its button, or out of the suggestions of the address field. Not shown to a browser that has
 * none, nor where the platform has none.
 */
export function SignInByPasskey() {
  const [leaving, leaveFor] = useLeave();
  const done = ({ data }: { data: SignInAnswer }) => leaveFor(pageAfter(data, wantedPage()));
  const { run, pending, trouble } = useCeremony({
    ask: async () => (await calls()).askToSignIn(),
    use: presentPasskey,
    send: async (assertion: Assertion) => (await calls()).signInWith(assertion),
    done,
    words: proofWords,
  });
  const suggested = useSuggestions(pending || leaving, done);
  const hydrated = useHydrated();
  if (suggested.none || (hydrated && !supportsPasskeys())) return null;
  return (
    <Form trouble={trouble ?? suggested.trouble} onSubmit={run}>
      <Button type="submit" kind="secondary" wide pending={pending || suggested.chosen || leaving}>
        <KeyRound aria-hidden="true" />
        Sign in with a passkey
      </Button>
    </Form>
  );
}

/** The browser suggests passkeys while nobody is signed in and the button's own question is not shown. */
function useSuggestions(paused: boolean, onDone: (answer: { data: SignInAnswer }) => void) {
  const [state, setState] = useState<{ none: boolean; chosen: boolean; trouble: Trouble | null }>(nothingYet);
  const { status } = useSession();
  const latest = useRef(onDone);
  latest.current = onDone;
  const asks = status === 'signed_out' && !paused && !state.none;
  const asked = useRef(false);

  useEffect(() => {
    if (!asks) return;
    const ending = new AbortController();
    void (async () => {
      if (!(await suggestsPasskeys()) || ending.signal.aborted) return;
      const { suggestUntil } = await calls();
      asked.current = true;
      await suggestUntil(ending.signal, {
        onChosen: () => setState({ ...nothingYet, chosen: true }),
        onDone: (answer) => latest.current(answer),
        onTrouble: (trouble) => setState({ ...nothingYet, trouble }),
        onNone: () => setState({ ...nothingYet, none: true }),
      });
    })();
    return () => ending.abort();
  }, [asks]);
  // A browser goes on suggesting on the next page, too.
  useEffect(() => () => void (asked.current && giveUp()), []);
  return state;
}

const nothingYet = { none: false, chosen: false, trouble: null };
