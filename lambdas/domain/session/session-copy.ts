import type { Actor, Platform } from '../../kernel/context.ts';
import type { EndReason } from '../../kernel/http/end-reasons.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import type { Ref } from '../../ports/key-value.ts';
import type { SessionRow } from './session.table.ts';

/** The hot copy of a session: what an authenticated request needs, or that it has ended. Times in milliseconds. */
export interface SessionCopy {
  userId: string;
  version: number;
  roleIds: readonly string[];
  authTime: number;
  steppedUpAt: number;
  amr: readonly string[];
  expiresAt: number;
  idleExpiresAt: number;
  /** When it was read from the truth. */
  readAt: number;
  ended?: EndReason;
  /** The administrator who acts as the user. */
  actor?: Actor | undefined;
}

export function sessionRef(sessionId: string): Ref {
  return { kind: 'session', key: sessionId };
}

export function copyOf(session: SessionRow, roleIds: readonly string[], readAt: Date): SessionCopy {
  return {
    userId: session.userId,
    version: session.version,
    roleIds,
    authTime: session.authTime.getTime(),
    steppedUpAt: session.steppedUpAt.getTime(),
    amr: session.amr,
    expiresAt: session.expiresAt.getTime(),
    idleExpiresAt: session.idleExpiresAt.getTime(),
    readAt: readAt.getTime(),
    ...(session.endReason ? { ended: session.endReason } : {}),
    ...(session.actorId && { actor: actorOf(session) }),
  };
}

export function actorOf({ actorId, actorSessionId }: SessionRow): Actor | undefined {
  return actorId && actorSessionId ? { userId: actorId, sessionId: actorSessionId } : undefined;
}

/** Whether a copy may still be believed without asking Postgres. */
export function isTrusted(copy: SessionCopy, platform: Platform): boolean {
  const age = platform.clock.now().getTime() - copy.readAt;
  return age <= platform.store.copyTrustSeconds * 1000;
}

/** Whether the session it copies has neither ended nor expired. */
export function isLive(copy: SessionCopy, now: Date): boolean {
  return copy.ended === undefined && now.getTime() < copy.expiresAt && now.getTime() < copy.idleExpiresAt;
}

/**
 * Writes the copy unless a newer one is there. A tombstone outlives every copy of its session. Answers false where the
 * store could not be reached: Postgres stays the truth, and the outbox repeats a tombstone.
 */
export async function writeCopy(platform: Platform, sessionId: string, copy: SessionCopy): Promise<boolean> {
  const now = platform.clock.now().getTime();
  const until = copy.ended ? copy.expiresAt + 60_000 : Math.min(copy.expiresAt, copy.idleExpiresAt);
  const ttlSeconds = Math.max(1, Math.ceil((until - now) / 1000));
  try {
    await platform.store.putIfNewer(sessionRef(sessionId), JSON.stringify(copy), copy.version, ttlSeconds);
    return true;
  } catch (error) {
    if (!(error instanceof DependencyUnavailable)) throw error;
    platform.log.warn('session copy not written', { session_id: sessionId, ended: copy.ended ?? null });
    return false;
  }
}

export function readCopy(text: string | null): SessionCopy | null {
  return text === null ? null : (JSON.parse(text) as SessionCopy);
}
