'use client';
/** The registrations of this browser. */
import { useSyncExternalStore } from 'react';
import { createRegistrations, type Registration } from './registrations.ts';
import { createSlot } from './storage-slot.ts';

const key = 'gatehouse.registrations';

export const registrations = createRegistrations(
  createSlot(() => localStorage, key),
  () => Date.now(),
);
if (typeof addEventListener === 'function')
  addEventListener('storage', ({ key: changed }) => {
    if (changed === key || changed === null) registrations.changed();
  });

/** The newest first; none while a page is not yet in a browser. */
export function useRegistrations(): readonly Registration[] {
  return useSyncExternalStore(registrations.subscribe, registrations.all, () => none);
}

const none: readonly Registration[] = [];
