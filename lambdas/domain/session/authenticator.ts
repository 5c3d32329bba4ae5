import type { Actor, Context, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { AccessClaims, Authenticator } from '../../kernel/http/authenticator.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import { auditRefusal } from '../audit/audit.ts';
import { type RoleMap, readRoleMap } from '../role/grants.ts';
import { publishRbacVersion, type RbacCopy, rbacRef } from '../role/rbac-version.ts';
import { verifyAccessToken } from './access-token.ts';
import { auditActed, endActing, mayActAs } from './acting.ts';
import { copyOf, isLive, isTrusted, readCopy, type SessionCopy, sessionRef, writeCopy } from './session-copy.ts';
import { findSession } from './sessions.ts';

/** How long a store that did not answer is left alone, so that not every request waits for it. */
const breakerSeconds = 5;

/**
 * `database`: for a function whose store is not everybody's, where a copy could outlive its session (design: functions
 * that reach the internet stand outside the network, and the cache inside).
 */
type SessionsFrom = 'copies' | 'database';

/**
 * Answers who a token's session belongs to and what they may do: two keys in one round trip to the store, no statement;
 * three where somebody acts as the user. A missing, mistrusted or unreachable copy is read from Postgres, so that a
 * flush signs nobody out.
 */
export function createAuthenticator({ from = 'copies' }: { from?: SessionsFrom } = {}): Authenticator {
  let roleMap: RoleMap | null = null;
  let storeRestsUntil = 0;

  async function readStore(context: Context, { sessionId, actor }: AccessClaims): Promise<(string | null)[]> {
    const now = context.clock.now().getTime();
    if (from === 'database' || now < storeRestsUntil) return [];
    try {
      const refs = [sessionRef(sessionId), rbacRef];
      return await context.store.get(actor ? [...refs, sessionRef(actor.sessionId)] : refs);
    } catch (error) {
      if (!(error instanceof DependencyUnavailable)) throw error;
      storeRestsUntil = now + breakerSeconds * 1000;
      context.log.warn('session store unreachable, reading sessions from the database');
      return [];
    }
  }

  async function currentRoles(context: Context, text: string | null): Promise<RoleMap> {
    const copy = text === null ? null : (JSON.parse(text) as RbacCopy);
    const age = copy ? context.clock.now().getTime() - copy.readAt : Number.POSITIVE_INFINITY;
    const trusted = age <= context.store.copyTrustSeconds * 1000;
    if (copy && trusted && roleMap?.version === copy.version) return roleMap;
    roleMap = await readRoleMap(context.database);
    if (from === 'copies') await publishRbacVersion(context, roleMap.version);
    return roleMap;
  }

  /** The session where it is live, by its copy or by its row. */
  async function liveSession(context: Context, sessionId: string, text: string | null, since: Date) {
    let copy = readCopy(text);
    if (!copy || !answersAlone(copy, since, context)) copy = await readTruth(context, sessionId, from);
    return copy && isLive(copy, context.clock.now()) ? copy : null;
  }

  async function actorsPermissions(context: Context, actor: Actor, text: string | null, roles: RoleMap) {
    const copy = await liveSession(context, actor.sessionId, text, new Date(0));
    return copy && copy.userId === actor.userId && !copy.actor ? permissionsOf(copy, roles) : new Set<string>();
  }

  return {
    verify: (token, context) => verifyAccessToken(context, token),
    async load(claims, context) {
      const [text = null, rbacText = null, actorText = null] = await readStore(context, claims);
      const copy = await liveSession(context, claims.sessionId, text, claims.authTime);
      if (!copy || !belongs(claims, copy)) throw new AuthError('TOKEN_INVALID');
      const roles = await currentRoles(context, rbacText);
      const { actor } = copy;
      if (!actor) return principal(claims, copy, roles);
      const held = await actorsPermissions(context, actor, actorText, roles);
      const user = principal(claims, copy, roles);
      // The user may have been given more since it began.
      if (!mayActAs(held, user.permissions)) {
        await endActing(context, { id: claims.sessionId, userId: copy.userId }, actor);
        throw new AuthError('TOKEN_INVALID');
      }
      return { ...user, actor };
    },
    limited: ({ userId, sessionId, actor }, context, limit) =>
      auditRefusal(context, {
        action: 'request.sent',
        resource: `session:${sessionId}`,
        userId,
        actorId: actor?.userId ?? userId,
        sessionId,
        details: { reason: 'rate_limited', limit },
      }),
    acted: (principal, context, request) => auditActed(context, principal, request),
  };
}

/**
 * A copy that looks expired may have missed a refresh, so only a tombstone is final. One that is older than the token has
 * missed a step-up, of a function that has another store.
 */
function answersAlone(copy: SessionCopy, since: Date, context: Context): boolean {
  if (copy.ended !== undefined) return true;
  return since.getTime() <= copy.authTime && isTrusted(copy, context) && isLive(copy, context.clock.now());
}

/** Reads the session from Postgres and renews its copy: of a dead session, the tombstone. */
async function readTruth(context: Context, sessionId: string, from: SessionsFrom): Promise<SessionCopy | null> {
  const found = await findSession(context.database, sessionId);
  if (!found) return null;
  const copy = copyOf(found.session, found.user.grants.roleIds, context.clock.now());
  if (found.user.row.deletedAt || !found.user.row.isActive) return null;
  if (from === 'copies') await writeCopy(context, sessionId, copy);
  return copy;
}

/**
 * A token from before the session's last proof of identity was replaced by that proof's own token. One that names who
 * acts is good for the session which that administrator began, and no other one is.
 */
function belongs({ userId, authTime, actor }: AccessClaims, copy: SessionCopy): boolean {
  return (
    userId === copy.userId &&
    authTime.getTime() >= Math.floor(copy.authTime / 1000) * 1000 &&
    actor?.userId === copy.actor?.userId &&
    actor?.sessionId === copy.actor?.sessionId
  );
}

function permissionsOf({ roleIds }: SessionCopy, roleMap: RoleMap): Set<string> {
  return new Set(roleIds.flatMap((id) => roleMap.byId.get(id)?.permissions ?? []));
}

function principal(claims: AccessClaims, copy: SessionCopy, roleMap: RoleMap): Principal {
  return {
    userId: copy.userId,
    sessionId: claims.sessionId,
    roles: copy.roleIds.flatMap((id) => roleMap.byId.get(id)?.name ?? []),
    permissions: permissionsOf(copy, roleMap),
    authTime: new Date(copy.authTime),
    steppedUpAt: new Date(copy.steppedUpAt),
    amr: copy.amr,
  };
}
