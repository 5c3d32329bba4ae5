'use client';
import { useCallback } from 'react';
import { useLeave } from '../use-leave.ts';
import { pageAfter, type SignInAnswer } from './sign-in.ts';

/** Leads on after a step of a sign-in: where the API says that it leads, else to its second step or to `wanted`. */
export function useGoOn(): [leaving: boolean, goOn: (data: SignInAnswer, wanted: string | null) => void] {
  const [leaving, leaveFor] = useLeave();
  const goOn = useCallback(
    (data: SignInAnswer, wanted: string | null) => {
      const place = 'mfa_required' in data ? undefined : data.return_to;
      // An app's page on another origin, which the API has checked against its list.
      if (place?.startsWith('http')) location.assign(place);
      else leaveFor(pageAfter(data, wanted));
    },
    [leaveFor],
  );
  return [leaving, goOn];
}
