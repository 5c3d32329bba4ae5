import * as z from 'zod/mini';
import { createSlot } from '../../lib/storage-slot.ts';

/** The newest mail that this browser asked for. Its request token opens nothing by itself. */
export interface AskedMail {
  email: string;
  requestToken: string;
  /** Where the person wanted to be, once they are signed in. */
  returnTo: string;
}

const shape = z.object({ email: z.string(), requestToken: z.string(), returnTo: z.string() });
const slot = createSlot(() => sessionStorage, 'gatehouse.reset-asked');

/** Kept for this tab, so that a reload loses nothing. */
export function readAsked(): AskedMail | null {
  try {
    return shape.parse(JSON.parse(slot.read() ?? 'null'));
  } catch {
    return null;
  }
}

export function keepAsked(asked: AskedMail | null): void {
  slot.write(asked && JSON.stringify(asked));
}
