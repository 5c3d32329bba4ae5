/** The session protocol: starting and refreshing (RFC 9700 4.14; docs/flows/session.md draws its states). */
import type { Context } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { OverReason } from '../../kernel/http/end-reasons.ts';
import { newId } from '../../kernel/id.ts';
import { forgetDevices } from '../device/devices.ts';
import { touched } from '../statement.ts';
import type { User } from '../user/user.ts';
import { endNow } from './ending.ts';
import {
  decodeRefreshToken,
  encodeRefreshToken,
  firstRefreshToken,
  newSalt,
  type RefreshToken,
  refreshHash,
  successor,
} from './refresh-token.ts';
import type { SessionRow } from './session.table.ts';
import { copyOf, writeCopy } from './session-copy.ts';
import { findSession, rotateSession, type SessionAndUser } from './sessions.ts';

export interface Started {
  session: SessionRow;
  user: User;
  refreshToken: string;
}

export interface NewSession {
  delivery: SessionRow['delivery'];
  amr: string[];
  deviceName: string | null;
  /** Whether the sign-in counts as recent authentication. */
  stepsUp: boolean;
}

/** A session that is still to be written, by `sessionInsert` in the sign-in's own statement. */
export async function planSession(context: Context, user: User, { stepsUp, ...wanted }: NewSession): Promise<Started> {
  const ring = await context.keys.ring('refresh');
  const now = context.clock.now();
  const token = firstRefreshToken(newId(context.clock));
  const { session: absolute, sessionIdle } = context.config.lifetimes;
  const session: SessionRow = {
    ...wanted,
    deviceId: null,
    actorId: null,
    actorSessionId: null,
    actorReason: null,
    id: token.sessionId,
    userId: user.row.id,
    version: 1,
    generation: 0,
    refreshHash: refreshHash(token),
    parentHash: null,
    refreshSalt: null,
    refreshKid: null,
    rotatedAt: null,
    authTime: now,
    steppedUpAt: stepsUp ? now : new Date(0),
    userAgent: context.request.userAgent,
    ipAddress: context.request.ip,
    createdAt: now,
    lastUsedAt: now,
    idleExpiresAt: after(now, Math.min(sessionIdle, absolute)),
    expiresAt: after(now, absolute),
    endedAt: null,
    endReason: null,
  };
  return { session, user, refreshToken: encodeRefreshToken(ring.current, token) };
}

/** Puts the hot copy of a session that was just written. */
export async function publishSession(context: Context, { session, user }: SessionAndUser): Promise<void> {
  await writeCopy(context, session.id, copyOf(session, user.grants.roleIds, context.clock.now()));
}

/**
 * Answers a refresh token with its successor. Parallel calls, and a repeat within the grace time, agree on one; any
 * other reuse ends the session.
 *
 * @throws AuthError `REFRESH_TOKEN_INVALID` with `details.reason` where a session that was ours has ended;
 * `MALFORMED_REQUEST` where the token came another way than it was delivered.
 */
export async function refreshSession(
  context: Context,
  text: string,
  delivery: SessionRow['delivery'],
): Promise<Started> {
  const ring = await context.keys.ring('refresh');
  const token = decodeRefreshToken(ring, text);
  if (!token) throw new AuthError('REFRESH_TOKEN_INVALID');
  const salt = newSalt();
  const next = successor(ring.current, token, salt);
  const now = context.clock.now();
  const rotated = await rotateSession(context.database, {
    sessionId: token.sessionId,
    generation: token.generation,
    presentedHash: refreshHash(token),
    nextHash: refreshHash(next),
    salt,
    kid: ring.current.id,
    delivery,
    userAgent: context.request.userAgent,
    now,
    epoch: context.config.epoch,
    idleExpiresAt: after(now, context.config.lifetimes.sessionIdle),
  });
  if (!rotated) return answerMiss(context, token, delivery);
  await publishSession(context, rotated);
  return { ...rotated, refreshToken: encodeRefreshToken(ring.current, next) };
}

async function answerMiss(context: Context, token: RefreshToken, delivery: SessionRow['delivery']): Promise<Started> {
  const found = await findSession(context.database, token.sessionId);
  const reason: OverReason | null = found ? whyDead(context, found) : 'unknown';
  if (!found || reason) throw new AuthError('REFRESH_TOKEN_INVALID', { details: { reason } });
  if (found.session.delivery !== delivery) throw new AuthError('MALFORMED_REQUEST');
  const repeated = await sameSuccessor(context, token, found);
  if (repeated) return repeated;
  await endReused(context, found);
  throw new AuthError('REFRESH_TOKEN_INVALID', { details: { reason: 'refresh_token_reused' } });
}

/** The grace answer: the parent again, soon, from the client that rotated it, while nobody has used its successor. */
async function sameSuccessor(context: Context, token: RefreshToken, found: SessionAndUser): Promise<Started | null> {
  const { session } = found;
  const { refreshGrace } = context.config.lifetimes;
  const key = (await context.keys.ring('refresh')).byId.get(session.refreshKid ?? '');
  if (!key || !session.refreshSalt || !session.rotatedAt) return null;
  const graced =
    session.generation === token.generation + 1 &&
    session.parentHash === refreshHash(token) &&
    context.clock.now().getTime() - session.rotatedAt.getTime() <= refreshGrace * 1000 &&
    session.userAgent === context.request.userAgent;
  if (!graced) return null;
  return { ...found, refreshToken: encodeRefreshToken(key, successor(key, token, session.refreshSalt)) };
}

function whyDead(context: Context, { session, user }: SessionAndUser): OverReason | null {
  const now = context.clock.now();
  if (session.endReason) return session.endReason;
  if (session.createdAt < context.config.epoch) return 'platform_restored';
  if (user.row.deletedAt) return 'user_deleted';
  if (!user.row.isActive) return 'user_disabled';
  return now >= session.expiresAt || now >= session.idleExpiresAt ? 'expired' : null;
}

async function endReused(context: Context, { session, user }: SessionAndUser): Promise<void> {
  await endNow(context, {
    session,
    reason: 'refresh_token_reused',
    actorId: null,
    mail: {
      template: 'refresh_token_reused',
      to: user.row.email,
      locale: user.row.locale,
      when: context.clock.now().toISOString(),
      ip: context.request.ip,
      userAgent: context.request.userAgent,
    },
    also: { forgotten: forgetDevices(user.row.id, touched('ended')) },
  });
}

function after(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}
