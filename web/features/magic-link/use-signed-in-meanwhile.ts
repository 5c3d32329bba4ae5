'use client';
import { useEffect } from 'react';
import { isSameAddress } from '../../lib/same-address.ts';
import { session, useSession } from '../../lib/session/browser.ts';
import { returnTo } from '../../lib/session/return-to.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { forgetAsked } from './asked-links.ts';

/**
 * Leads on where this browser is signed in as whoever asked for the mail: by its link in another tab, after which the
 * code of the same mail is worth nothing.
 *
 * @param listens false while the page itself signs in, and says where that leads.
 */
export function useSignedInMeanwhile(email: string, wanted: string | null, listens: boolean): void {
  const state = useSession();
  const [, leaveFor] = useLeave();
  useEffect(() => void session.open(), []);
  const isThere = listens && state.status === 'signed_in' && isSameAddress(state.user.email, email);
  useEffect(() => {
    if (!isThere) return;
    forgetAsked(email);
    leaveFor(returnTo(wanted));
  }, [isThere, email, wanted, leaveFor]);
}
