'use client';
/** The change of an address that this browser asked for. */
import { useSyncExternalStore } from 'react';
import { createSlot } from '../storage-slot.ts';
import { type AskedChange, createAskedChanges } from './asked-change.ts';

const key = 'gatehouse.email-change';

export const askedChanges = createAskedChanges(
  createSlot(() => localStorage, key),
  () => Date.now(),
);
if (typeof addEventListener === 'function')
  addEventListener('storage', ({ key: changed }) => {
    if (changed === key || changed === null) askedChanges.changed();
  });

/** Null while a page is not yet in a browser. */
export function useAskedChange(): AskedChange | null {
  return useSyncExternalStore(askedChanges.subscribe, askedChanges.read, () => null);
}
