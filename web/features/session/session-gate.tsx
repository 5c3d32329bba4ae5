'use client';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import type { OverReason } from '../../../lambdas/kernel/http/end-reasons.ts';
import { ServerState } from '../../lib/server-state.tsx';
import { session, useSession } from '../../lib/session/browser.ts';
import { withReturnTo } from '../../lib/session/return-to.ts';
import { SignedInSession } from '../../lib/session/signed-in.tsx';
import { Unreachable } from './unreachable.tsx';

export interface SessionGateProps {
  /** In the place of the page until it is known whether somebody is signed in. */
  waiting: ReactNode;
  children: ReactNode;
}

/**
 * Shows its pages to a signed-in person alone (docs/flows/session.md, In a browser). Another person gets them anew:
 * neither what was typed nor what was read is carried over.
 */
export function SessionGate({ waiting, children }: SessionGateProps) {
  const state = useSession();
  useEffect(() => void session.open(), []);
  if (state.status === 'unreachable') return <Unreachable failure={state.failure} />;
  if (state.status === 'signed_out') return <Leave reason={state.reason}>{waiting}</Leave>;
  if (state.status === 'unknown') return waiting;
  return (
    <SignedInSession key={state.user.id} session={state}>
      <ServerState>{children}</ServerState>
    </SignedInSession>
  );
}

/** To the sign-in, and back here afterwards; by way of a word about it where a session was there before. */
function Leave({ reason, children }: { reason: OverReason | null; children: ReactNode }) {
  const router = useRouter();
  useEffect(() => {
    const leave = () => {
      const here = location.pathname + location.search;
      router.replace(reason === null ? withReturnTo('/sign-in', here) : withReturnTo('/signed-out', here, { reason }));
    };
    // Where the back button brought the page back, the router restores its own state first, and drops what it was
    // asked for before that.
    const soon = setTimeout(leave);
    return () => clearTimeout(soon);
  }, [reason, router]);
  return children;
}
