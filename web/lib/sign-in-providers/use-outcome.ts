'use client';
import { useEffect, useState } from 'react';
import { type Outcome, outcomeOf } from './outcome.ts';

/**
 * What brought the browser back to this page, taken out of its address: a reload does not tell it again.
 *
 * @param concerns which outcomes this place tells, the same function each time; another place tells the rest.
 */
export function useOutcome(concerns: (outcome: Outcome) => boolean = all): Outcome | null {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    const look = () => {
      const told = outcomeOf(location.hash);
      if (!told || !concerns(told)) return;
      setOutcome(told);
      const clean = location.pathname + location.search;
      // At once, then once more when the router listens, so that it does not write the address back that it knew.
      history.replaceState(history.state, '', clean);
      queueMicrotask(() => history.replaceState(null, '', clean));
    };
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, [concerns]);
  return outcome;
}

const all = () => true;
