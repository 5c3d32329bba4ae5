'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type AddressBar, takeToken } from './mail-token.ts';
import { createSlot } from './storage-slot.ts';

export interface MailToken {
  /** Undefined until the address was looked at; what it was stays until another link is opened. */
  token: string | null | undefined;
  /** It opens nothing any more: a reload finds none. */
  spend(): void;
}

/** The token of the mailed link that led to this page, named for what it is kept under. */
export function useMailToken(page: string): MailToken {
  const slot = useMemo(() => createSlot(() => sessionStorage, `gatehouse.mail-token.${page}`), [page]);
  const [token, setToken] = useState<string | null>();
  useEffect(() => {
    const look = () => setToken(takeToken(bar, slot));
    look();
    // Another link, pasted into the address bar of the same page, loads nothing anew.
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, [slot]);
  return { token, spend: useCallback(() => slot.write(null), [slot]) };
}

const bar: AddressBar = {
  fragment: () => location.hash,
  clear() {
    const clean = location.pathname + location.search;
    // At once, with the state that the router keeps there; then once more, when the router listens, so that it does
    // not write the address back that it knew.
    history.replaceState(history.state, '', clean);
    queueMicrotask(() => history.replaceState(null, '', clean));
  },
};
