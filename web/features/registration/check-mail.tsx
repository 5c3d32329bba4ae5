'use client';
import { useState } from 'react';
import { handedOver } from '../../lib/hand-over.ts';
import { useRegistrations } from '../../lib/kept-registrations.ts';
import { Looking } from '../../lib/looking.tsx';
import { askedFor } from '../../lib/registrations.ts';
import { useHydrated } from '../../lib/use-hydrated.ts';
import { NoRequest } from './no-request.tsx';
import { WaitingForMail } from './waiting-for-mail.tsx';

/** After a mail was asked for: what to do with it. It works after a reload, and where this browser asked for none. */
export function CheckMail() {
  return useHydrated() ? <InBrowser /> : <Looking title="Check your mail" />;
}

function InBrowser() {
  const list = useRegistrations();
  const [handed] = useState(() => handedOver()?.email);
  // The address that the page before spoke of, else that of the newest mail.
  const newest = (handed === undefined ? list : askedFor(list, handed))[0]?.email;
  const [first, setFirst] = useState(newest);
  if (first === undefined && newest !== undefined) setFirst(newest);
  const email = first ?? newest;
  return email === undefined ? <NoRequest email={handed} /> : <WaitingForMail key={email} email={email} />;
}
