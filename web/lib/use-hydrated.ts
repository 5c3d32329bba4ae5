'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Whether the page lives in a browser: what only a browser knows is shown from then on. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
