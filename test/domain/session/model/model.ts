/** What the protocol promises, as plain data: the commands hold the real system to it. */
import type { Tokens } from './world.ts';

export type Agent = 'one' | 'two';

export interface ModelSession {
  delivery: 'cookie' | 'body';
  /** Refresh tokens by generation: the last one is live. */
  generations: Tokens[];
  /** Access tokens with the second at which they expire. */
  access: { token: string; expiresAt: number }[];
  rotatedAt: number;
  /** The user agent that rotated last. */
  rotatedBy: Agent;
  expiresAt: number;
  idleExpiresAt: number;
  ended: 'signed_out' | 'refresh_token_reused' | null;
  /** Whether the outbox has landed its tombstone, and when it was last known to arrive in the store. */
  landed: boolean;
  tombstoneAt: number;
  /** Until then a copy from before the end may still be believed: its tombstone was lost or is late. */
  staleUntil: number;
}

export interface Model {
  sessions: ModelSession[];
  /** Reuse mails that must arrive. */
  mails: number;
  /** When the store was last saved for a rollback. */
  savedAt: number;
  /** Whether the store lost writes while others were still on their way. */
  lostWhileHeld: boolean;
}

export const day = 86_400;
export const lifetimes = { session: 30 * day, idle: 14 * day, access: 900, grace: 10, trust: 60 };

export function newModel(now: number): Model {
  return { sessions: [], mails: 0, savedAt: now, lostWhileHeld: false };
}

export function isOver(session: ModelSession, now: number): boolean {
  return session.ended !== null || now >= session.expiresAt || now >= session.idleExpiresAt;
}

export function end(session: ModelSession, reason: 'signed_out' | 'refresh_token_reused', now: number, late: boolean) {
  session.ended = reason;
  if (late) session.staleUntil = now + lifetimes.trust;
  else session.tombstoneAt = now;
}
