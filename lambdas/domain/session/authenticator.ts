import type { Context, Platform, Principal } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { AccessClaims, Authenticator } from '../../kernel/http/authenticator.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import type { Ref } from '../../ports/key-value.ts';
import { auditRefusal } from '../audit/audit.ts';
import { type RoleMap, readRoleMap } from '../role/grants.ts';
import { verifyAccessToken } from './access-token.ts';
import { copyOf, isLive, isTrusted, readCopy, type SessionCopy, sessionRef, writeCopy } from './session-copy.ts';
import { findSession } from './sessions.ts';

const rbacRef: Ref = { kind: 'rbac', key: 'version' };
const rbacTtlSeconds = 86_400;
/** How long a store that did not answer is left alone, so that not every request waits for it. */
const breakerSeconds = 5;

interface RbacCopy {
  version: number;
  readAt: number;
}

/**
 * `database`: for a function whose store is not everybody's, where a copy could outlive its session (design: functions
 * that reach the internet stand outside the network, and the cache inside).
 */
type SessionsFrom = 'copies' | 'database';

/**
 * Answers who a token's session belongs to and what they may do: two keys in one round trip to the store, no statement.
 * A missing, mistrusted or unreachable copy is read from Postgres, so that a flush signs nobody out.
 */
export function createAuthenticator({ from = 'copies' }: { from?: SessionsFrom } = {}): Authenticator {
  let roleMap: RoleMap | null = null;
  let storeRestsUntil = 0;

  async function readStore(context: Context, sessionId: string): Promise<(string | null)[]> {
    const now = context.clock.now().getTime();
    if (from === 'database' || now < storeRestsUntil) return [null, null];
    try {
      return await context.store.get([sessionRef(sessionId), rbacRef]);
    } catch (error) {
      if (!(error instanceof DependencyUnavailable)) throw error;
      storeRestsUntil = now + breakerSeconds * 1000;
      context.log.warn('session store unreachable, reading sessions from the database');
      return [null, null];
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

  return {
    verify: (token, context) => verifyAccessToken(context, token),
    async load(claims, context) {
      const [sessionText, rbacText] = await readStore(context, claims.sessionId);
      let copy = readCopy(sessionText ?? null);
      if (!copy || !answersAlone(copy, claims, context)) copy = await readTruth(context, claims, from);
      if (!copy || !isLive(copy, context.clock.now()) || !belongs(claims, copy)) throw new AuthError('TOKEN_INVALID');
      return principal(claims, copy, await currentRoles(context, rbacText ?? null));
    },
    limited: ({ userId, sessionId }, context, limit) =>
      auditRefusal(context, {
        action: 'request.sent',
        resource: `session:${sessionId}`,
        userId,
        actorId: userId,
        sessionId,
        details: { reason: 'rate_limited', limit },
      }),
  };
}

/** Writes the version of the role map beside the session copies: what every change to roles has to do as well. */
export async function publishRbacVersion(platform: Platform, version: number): Promise<void> {
  const copy: RbacCopy = { version, readAt: platform.clock.now().getTime() };
  try {
    await platform.store.putIfNewer(rbacRef, JSON.stringify(copy), version, rbacTtlSeconds);
  } catch (error) {
    if (!(error instanceof DependencyUnavailable)) throw error;
  }
}

/**
 * A copy that looks expired may have missed a refresh, so only a tombstone is final. One that is older than the token has
 * missed a step-up, of a function that has another store.
 */
function answersAlone(copy: SessionCopy, claims: AccessClaims, context: Context): boolean {
  if (copy.ended !== undefined) return true;
  return claims.authTime.getTime() <= copy.authTime && isTrusted(copy, context) && isLive(copy, context.clock.now());
}

/** Reads the session from Postgres and renews its copy: of a dead session, the tombstone. */
async function readTruth(context: Context, claims: AccessClaims, from: SessionsFrom): Promise<SessionCopy | null> {
  const found = await findSession(context.database, claims.sessionId);
  if (!found) return null;
  const copy = copyOf(found.session, found.user.grants.roleIds, context.clock.now());
  if (found.user.row.deletedAt || !found.user.row.isActive) return null;
  if (from === 'copies') await writeCopy(context, claims.sessionId, copy);
  return copy;
}

/** A token from before the session's last proof of identity was replaced by that proof's own token. */
function belongs(claims: AccessClaims, copy: SessionCopy): boolean {
  return claims.userId === copy.userId && claims.authTime.getTime() >= Math.floor(copy.authTime / 1000) * 1000;
}

function principal(claims: AccessClaims, copy: SessionCopy, roleMap: RoleMap): Principal {
  const held = copy.roleIds.flatMap((id) => roleMap.byId.get(id) ?? []);
  return {
    userId: copy.userId,
    sessionId: claims.sessionId,
    roles: held.map((role) => role.name),
    permissions: new Set(held.flatMap((role) => role.permissions)),
    authTime: new Date(copy.authTime),
    steppedUpAt: new Date(copy.steppedUpAt),
    amr: copy.amr,
  };
}
