import type { Context, Principal } from '../context.ts';

/** How the pipeline turns a bearer token into a principal. `domain/session` implements it; `compose/` joins them. */
export interface Authenticator {
  /** Checks the token itself, without I/O. Throws 401 `TOKEN_INVALID`. */
  verify(token: string, context: Context): Promise<AccessClaims>;
  /** Checks that the session lives: one round trip to the store. Throws 401 `TOKEN_INVALID`. */
  load(claims: AccessClaims, context: Context): Promise<Principal>;
  /** Told of the first refusal of a window by a limit of the principal's own: it belongs into the audit log. */
  limited(principal: Principal, context: Context, limit: string): Promise<void>;
}

/** The claims of an access token (RFC 9068) that decide anything here. */
export interface AccessClaims {
  userId: string;
  sessionId: string;
  authTime: Date;
  amr: readonly string[];
}
