'use client';
import { useCallback, useState } from 'react';
import { type Trouble, troubleOf } from '../../lib/refusals.ts';
import { session } from '../../lib/session/browser.ts';

export interface SigningOut {
  signOut(): Promise<void>;
  pending: boolean;
  /** Why nothing has ended. */
  trouble: Trouble | null;
  forget(): void;
}

/** Signs this browser out. Where it works the page is gone with the session. */
export function useSignOut(): SigningOut {
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const signOut = useCallback(async () => {
    setPending(true);
    const refused = await session.signOut();
    setPending(false);
    setTrouble(refused && troubleOf(refused.failure));
  }, []);
  return { signOut, pending, trouble, forget: () => setTrouble(null) };
}
