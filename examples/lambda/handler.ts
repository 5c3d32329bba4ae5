/**
 * A Lambda function behind an HTTP API, whose callers bear access tokens of Gatehouse, verified by aws-jwt-verify. In a
 * bundle of your own: `export const handler = createHandler({ issuer: 'https://auth.example.com' })`.
 */

import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwtBaseError } from 'aws-jwt-verify/error';
import { type JwksCache, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export interface HandlerOptions {
  issuer: string;
  permission: string;
  /** One for the whole instance: it keeps the keys, and asks again for a `kid` that it does not know. */
  jwksCache?: JwksCache;
}

type Event = Pick<APIGatewayProxyEventV2, 'headers'>;

export function createHandler({ issuer, permission, jwksCache = new SimpleJwksCache() }: HandlerOptions) {
  const verifier = JwtVerifier.create(
    {
      issuer,
      audience: `${issuer}/api`,
      jwksUri: `${issuer}/.well-known/jwks.json`,
      graceSeconds: 5,
      customJwtCheck: ({ header, payload }) => {
        // The library takes any algorithm that the key names, and has no opinion on `typ` and on a missing `exp`.
        if (header.alg !== 'ES256' || header.typ !== 'at+jwt') throw new Refused();
        if (typeof payload.exp !== 'number' || typeof payload.sub !== 'string') throw new Refused();
      },
    },
    { jwksCache },
  );

  return async ({ headers }: Event): Promise<APIGatewayProxyStructuredResultV2> => {
    const [, token] = /^Bearer ([\w.-]+)$/.exec(headers.authorization ?? '') ?? [];
    if (!token) return refusal(401, 'Bearer');
    try {
      const { sub, permissions } = await verifier.verify(token);
      // A token that has no room for them says `permissions_omitted` and lists none: it grants nothing here.
      const isAllowed = Array.isArray(permissions) && permissions.includes(permission);
      return isAllowed ? answer(200, { user: sub }) : refusal(403, 'Bearer error="insufficient_scope"');
    } catch (error) {
      // The keys could not be had: nobody's fault who calls.
      if (error instanceof FetchError) return answer(503, { error: 'Sign-in cannot be checked now.' });
      if (error instanceof JwtBaseError) return refusal(401, 'Bearer error="invalid_token"');
      throw error;
    }
  };
}

class Refused extends JwtBaseError {
  constructor() {
    super('not an access token');
  }
}

/** RFC 6750 3.1. */
function refusal(statusCode: 401 | 403, challenge: string): APIGatewayProxyStructuredResultV2 {
  const error = statusCode === 401 ? 'Sign in.' : 'You may not do this.';
  return { ...answer(statusCode, { error }), headers: { ...json, 'www-authenticate': challenge } };
}

const json = { 'content-type': 'application/json' };

function answer(statusCode: number, body: object): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: json, body: JSON.stringify(body) };
}
