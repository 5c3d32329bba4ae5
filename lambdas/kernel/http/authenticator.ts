import type { Actor, Context, Principal } from '../context.ts';

/** How the pipeline turns a bearer token into a principal. `domain/session` implements it; `compose/` joins them. */
export interface Authenticator {
  /** Checks the token itself, without I/O. Throws 401 `TOKEN_INVALID`. */
  verify(token: string, context: Context): Promise<AccessClaims>;
  /** Checks that the session lives: one round trip to the store. Throws 401 `TOKEN_INVALID`. */
  load(claims: AccessClaims, context: Context): Promise<Principal>;
  /** Told of the first refusal of a window by a limit of the principal's own: it belongs into the audit log. */
  limited(principal: Principal, context: Context, limit: string): Promise<void>;
  /** Told of each request of an administrator who acts as the user, before its rule runs: all of them are audited. */
  acted(principal: Principal, context: Context, request: ActedRequest): Promise<void>;
}

/** The claims of an access token (RFC 9068) that decide anything here. */
export interface AccessClaims {
  userId: string;
  sessionId: string;
  authTime: Date;
  amr: readonly string[];
  /** RFC 8693 4.1. */
  actor?: Actor | undefined;
}

export interface ActedRequest {
  method: string;
  /** The route's, with the names of its parameters. */
  path: string;
  /** Why it is refused before its rule; null where it is not. */
  refused: string | null;
}
