/** What one page of the way in tells the next: in the memory of this tab, gone with a reload, never in an address. */
export interface HandOver {
  email: string;
  name?: string;
  /** What the person typed on the page before, for the one sign-in that follows from it. */
  password?: string;
  /** The address was verified just now. */
  verified?: boolean;
  /** A new password was set just now, which ended every session of the account. */
  passwordSet?: boolean;
}

let left: HandOver | null = null;

/** Null takes everything back. */
export function leave(handOver: HandOver | null): void {
  left = handOver;
}

/** What stands in an address field now, for that of the next page; what was left beside another address is forgotten. */
export function leaveAddress(typed: string): void {
  const email = typed.trim();
  left = email === '' ? null : { email };
}

export function handedOver(): HandOver | null {
  return left;
}
