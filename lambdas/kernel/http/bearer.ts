import { AuthError } from '../errors.ts';

// RFC 6750 2.1 b64token. A comma-joined pair of Authorization headers has a space or comma inside and does not pass.
const bearer = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/**
 * The token of `Authorization: Bearer`, or null where there is no such header. Throws 401 `TOKEN_INVALID` for another
 * scheme, several credentials, or characters that no token has.
 */
export function bearerToken(headers: Readonly<Record<string, string | undefined>>): string | null {
  const header = headers.authorization;
  if (header === undefined || header === '') return null;
  const token = bearer.exec(header)?.[1];
  if (!token) throw new AuthError('TOKEN_INVALID');
  return token;
}
