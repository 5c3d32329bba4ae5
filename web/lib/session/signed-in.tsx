'use client';
import { createContext, type ReactNode, useContext } from 'react';
import type { SignedIn } from './state.ts';

const Context = createContext<SignedIn | null>(null);

/** Gives the pages below the session that they are shown for. */
export function SignedInSession({ session, children }: { session: SignedIn; children: ReactNode }) {
  return <Context value={session}>{children}</Context>;
}

/** The session that the page is shown for. @throws Error outside of the pages of a signed-in person. */
export function useSignedIn(): SignedIn {
  const session = useContext(Context);
  if (!session) throw new Error('this page is not below a session');
  return session;
}
