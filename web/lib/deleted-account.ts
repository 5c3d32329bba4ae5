/** That an account was deleted in this tab: in its memory, for the page that says so. */
let deletedAt: number | null = null;

/** @param at milliseconds since the epoch. */
export function keepAccountDeleted(at: number): void {
  deletedAt = at;
}

/** Milliseconds since the epoch; null where this tab deleted none since it was loaded. */
export function accountDeletedAt(): number | null {
  return deletedAt;
}
