import { jwtVerify, SignJWT } from 'jose';
import { validate as isUuid, v7 } from 'uuid';
import type { Actor, Platform } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { AccessClaims } from '../../kernel/http/authenticator.ts';

export interface AccessTokenInput {
  userId: string;
  sessionId: string;
  authTime: Date;
  amr: readonly string[];
  roles: readonly string[];
  permissions: readonly string[];
  /** The administrator who acts as the user. */
  actor?: Actor | undefined;
  /** No later than this; by default as long as every access token lives. */
  until?: Date;
}

/** Above this many characters of permissions the token says `permissions_omitted`, which a verifier reads as none. */
const permissionsLimit = 2048;
const scope = 'openid profile email';
const requiredClaims = ['iss', 'aud', 'sub', 'exp', 'iat', 'jti', 'sid', 'client_id', 'auth_time'];
const longestToken = 8192;

/** A JWT access token (RFC 9068), signed by the current key. */
export async function signAccessToken(platform: Platform, input: AccessTokenInput): Promise<string> {
  const { current } = await platform.keys.signing();
  const { config } = platform;
  const now = Math.floor(platform.clock.now().getTime() / 1000);
  const fits = input.permissions.join(' ').length <= permissionsLimit;
  return new SignJWT({
    iss: config.issuer,
    aud: config.audience,
    sub: input.userId,
    exp: Math.min(now + config.lifetimes.accessToken, Math.floor((input.until?.getTime() ?? Infinity) / 1000)),
    iat: now,
    jti: v7(),
    sid: input.sessionId,
    client_id: config.clientId,
    scope,
    roles: input.roles,
    ...(fits ? { permissions: input.permissions } : { permissions: [], permissions_omitted: true }),
    amr: input.amr,
    auth_time: Math.floor(input.authTime.getTime() / 1000),
    // RFC 8693 4.1.
    ...(input.actor && { act: { sub: input.actor.userId, sid: input.actor.sessionId } }),
  })
    .setProtectedHeader({ alg: current.alg, typ: 'at+jwt', kid: current.kid })
    .sign(current.privateKey);
}

/**
 * Checks a presented access token: key of our own set by `kid`, the algorithm of that key, `typ`, issuer, this very
 * audience alone, times by the clock port, every claim that is relied on (RFC 8725 3, RFC 9068 4).
 */
export async function verifyAccessToken(platform: Platform, token: string): Promise<AccessClaims> {
  if (token.length > longestToken || !canonicalCompact.test(token)) throw new AuthError('TOKEN_INVALID');
  const { verifying } = await platform.keys.verifying();
  try {
    const { payload, protectedHeader } = await jwtVerify(
      token,
      (header) => {
        const key = header.kid === undefined ? undefined : verifying.get(header.kid);
        if (!key || key.alg !== header.alg) throw new AuthError('TOKEN_INVALID');
        return key.publicKey;
      },
      {
        algorithms: ['ES256'],
        issuer: platform.config.issuer,
        audience: platform.config.audience,
        typ: 'at+jwt',
        requiredClaims,
        currentDate: platform.clock.now(),
      },
    );
    const { sub, sid, aud, auth_time, amr, iat = 0, act } = payload;
    // jose takes a list of audiences that holds ours, and has no opinion on claims of ours (RFC 8725 3.9).
    if (typeof aud !== 'string' || !isId(sub) || !isId(sid) || typeof auth_time !== 'number')
      throw new AuthError('TOKEN_INVALID');
    if (iat * 1000 < platform.config.epoch.getTime()) throw new AuthError('TOKEN_INVALID');
    const [header, claims] = token.split('.');
    if (!isAsSigned(header, protectedHeader) || !isAsSigned(claims, payload)) throw new AuthError('TOKEN_INVALID');
    return {
      userId: sub,
      sessionId: sid,
      authTime: new Date(auth_time * 1000),
      amr: Array.isArray(amr) ? amr.map(String) : [],
      ...(act !== undefined && { actor: actorOf(act) }),
    };
  } catch (error) {
    throw new AuthError('TOKEN_INVALID', { cause: error });
  }
}

/**
 * Whether this part of the token is what our signer writes for the value. A member that comes twice, of which another
 * reader could take the other one (RFC 7519 4), does not survive parsing.
 */
function isAsSigned(part: string | undefined, value: object): boolean {
  return Buffer.from(part ?? '', 'base64url').toString() === JSON.stringify(value);
}

function actorOf(act: unknown): Actor {
  const { sub, sid } = (act ?? {}) as Record<string, unknown>;
  if (!isId(sub) || !isId(sid)) throw new AuthError('TOKEN_INVALID');
  return { userId: sub, sessionId: sid };
}

function isId(claim: unknown): claim is string {
  return isUuid(claim);
}

/** Three base64url parts and nothing else: jose would overlook padding and white space. */
const canonicalCompact = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
