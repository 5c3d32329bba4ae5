'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type AddressBar, accountOf, besideToken, isMailed, takeToken, wantedOf } from './mail-token.ts';
import { createSlot } from './storage-slot.ts';

export interface MailToken {
  /** Undefined until the address was looked at; what it was stays until another link is opened. */
  token: string | null | undefined;
  /** The account that the mail names, masked; null where it names none. */
  account: string | null;
  /** Where the mail says that its reader wanted to be; to be checked before it is followed. */
  wanted: string | null;
  /** It opens nothing any more: a reload finds none. */
  spend(): void;
}

/** The token of the mailed link that led to this page, named for what it is kept under. */
export function useMailToken(page: string): MailToken {
  const slot = useMemo(() => createSlot(() => sessionStorage, `gatehouse.mail-token.${page}`), [page]);
  const beside = useMemo(() => createSlot(() => sessionStorage, `gatehouse.mail-token.${page}.beside`), [page]);
  const [found, setFound] = useState<{ token: string | null | undefined; said: string }>(nothingYet);
  useEffect(() => {
    const look = () => {
      const fragment = bar.fragment();
      if (isMailed(fragment)) beside.write(besideToken(fragment));
      setFound({ token: takeToken(bar, slot), said: beside.read() ?? '' });
    };
    look();
    // Another link, pasted into the address bar of the same page, loads nothing anew.
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, [slot, beside]);
  const { token, said } = found;
  return {
    token,
    account: accountOf(said),
    wanted: wantedOf(said),
    spend: useCallback(() => slot.write(null), [slot]),
  };
}

const nothingYet = { token: undefined, said: '' };

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
