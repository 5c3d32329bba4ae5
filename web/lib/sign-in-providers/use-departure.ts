'use client';
import { useEffect, useState } from 'react';

/** Leads to another site. The button that does says so until that page is there, or the person comes back. */
export function useDeparture(): [departing: string | null, depart: (name: string, address: string) => void] {
  const [departing, setDeparting] = useState<string | null>(null);
  useEffect(() => {
    const look = ({ persisted }: PageTransitionEvent) => persisted && setDeparting(null);
    addEventListener('pageshow', look);
    return () => removeEventListener('pageshow', look);
  }, []);
  const depart = (name: string, address: string) => {
    setDeparting(name);
    location.assign(address);
  };
  return [departing, depart];
}
