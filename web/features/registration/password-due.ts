import * as z from 'zod/mini';
import { createSlot } from '../../lib/storage-slot.ts';

/** A verified address whose password is still to be chosen, with the answer's token, good for an hour. */
export interface PasswordDue {
  token: string;
  email: string;
  /** A password was given, and was not the one chosen at the registration. */
  wrong: boolean;
}

const shape = z.object({ token: z.string(), email: z.string(), wrong: z.boolean() });
const slot = createSlot(() => sessionStorage, 'gatehouse.password-due');

/** Kept for this tab, so that a reload loses nothing. */
export function readPasswordDue(): PasswordDue | null {
  try {
    return shape.parse(JSON.parse(slot.read() ?? 'null'));
  } catch {
    return null;
  }
}

export function keepPasswordDue(due: PasswordDue | null): void {
  slot.write(due && JSON.stringify(due));
}
