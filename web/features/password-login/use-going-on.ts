'use client';
import { useEffect, useState } from 'react';
import type { HandOver } from '../../lib/hand-over.ts';
import { isSameAddress } from '../../lib/same-address.ts';
import { session, useSession } from '../../lib/session/browser.ts';
import { returnTo } from '../../lib/session/return-to.ts';
import { wantedPage } from '../../lib/session/wanted-page.ts';
import { type Leave, useLeave } from '../../lib/use-leave.ts';

/**
 * Leads a signed-in person to where they wanted to be. Whoever has just verified another address than that of the
 * browser's session is asked to sign in. `entered` where this page signed them in.
 */
export function useGoingOn(
  before: HandOver | null,
  entered: boolean,
): { revealed: boolean; leaving: boolean; leaveFor: Leave } {
  const state = useSession();
  const [leaving, leaveFor] = useLeave();
  const [revealed, setRevealed] = useState(false);
  const isOther =
    state.status === 'signed_in' && before?.verified === true && !isSameAddress(state.user.email, before.email);
  const goesOn = state.status === 'signed_in' && (entered || !isOther);
  // What was shown once stays: somebody may be typing.
  if (!revealed && !goesOn && state.status !== 'unknown') setRevealed(true);
  useEffect(() => void session.open(), []);
  useEffect(() => {
    if (goesOn) leaveFor(returnTo(wantedPage()));
  }, [goesOn, leaveFor]);
  return { revealed, leaving, leaveFor };
}
