/** Whose password, of the last sign-in in this tab, stands in a list of stolen ones, until another one is set. */
import { createStore } from 'zustand/vanilla';
import { createSlot } from '../storage-slot.ts';

const slot = createSlot(() => sessionStorage, 'gatehouse.stolen-password');

/** Undefined until the storage was looked at. */
export const stolenPassword = createStore<{ userId: string | null | undefined }>(() => ({ userId: undefined }));

export function lookForStolenPassword(): void {
  if (stolenPassword.getState().userId === undefined) stolenPassword.setState({ userId: slot.read() });
}

/** Null where it stands in none, as far as is known. */
export function setStolenPassword(userId: string | null): void {
  slot.write(userId);
  stolenPassword.setState({ userId });
}
