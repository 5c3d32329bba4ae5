/** Who may use this app: access tokens of Gatehouse, verified by jose (RFC 9068 4, RFC 8725). */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';

export interface Verification {
  /** The platform's address, such as https://auth.example.com. */
  issuer: string;
  /** How long a key set that lacked a key is not asked for again. */
  cooldownMs?: number;
}

export type AccessToken = JWTPayload & { sub: string; permissions: string[] };

/** A middleware for each permission; what it let through has the token's claims in `response.locals.token`. */
export function requiring({ issuer, cooldownMs = 30_000 }: Verification): (permission: string) => RequestHandler {
  // One for the whole process: it keeps the keys for ten minutes, and asks again for a `kid` that it does not know.
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', issuer), { cooldownDuration: cooldownMs });

  async function verified(token: string): Promise<AccessToken> {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: `${issuer}/api`,
      algorithms: ['ES256'],
      typ: 'at+jwt',
      requiredClaims: ['exp', 'sub'],
      clockTolerance: 5,
    });
    const { sub = '', permissions } = payload;
    // A token that has no room for them says `permissions_omitted` and lists none: it grants nothing here.
    return { ...payload, sub, permissions: Array.isArray(permissions) ? permissions.map(String) : [] };
  }

  return (permission) => async (request: Request, response: Response, next: NextFunction) => {
    const [, token] = /^Bearer ([\w.-]+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (!token) return refuse(response, 401, 'Bearer');
    try {
      const claims = await verified(token);
      if (!claims.permissions.includes(permission)) return refuse(response, 403, 'Bearer error="insufficient_scope"');
      response.locals.token = claims;
      next();
    } catch (error) {
      if (isOfToken(error)) refuse(response, 401, 'Bearer error="invalid_token"');
      // The keys could not be had: nobody's fault who calls.
      else response.status(503).set('retry-after', '5').json({ error: 'Sign-in cannot be checked now.' });
    }
  };
}

/** RFC 6750 3.1. */
function refuse(response: Response, status: 401 | 403, challenge: string): void {
  const error = status === 401 ? 'Sign in.' : 'You may not do this.';
  response.status(status).set('www-authenticate', challenge).json({ error });
}

function isOfToken(error: unknown): boolean {
  const ofKeys = [errors.JWKSTimeout, errors.JWKSInvalid, errors.JWKInvalid];
  return (
    error instanceof errors.JOSEError &&
    // What jose says of a key set that was answered with an error has this general code.
    error.code !== 'ERR_JOSE_GENERIC' &&
    !ofKeys.some((kind) => error instanceof kind)
  );
}
