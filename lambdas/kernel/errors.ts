/**
 * The closed list of refusals. A client sees the code, the status and the message of this table and nothing else;
 * an error that is not an `AuthError` is a 500 with the request's id.
 */
export const errorTable = {
  MALFORMED_REQUEST: { statuses: [400], message: 'The request could not be read.' },
  TOKEN_INVALID: { statuses: [401, 400], message: 'This token is invalid, used or expired.' },
  OAUTH_FAILED: { statuses: [400], message: 'Signing in with this provider did not work.' },
  WEBAUTHN_FAILED: { statuses: [400], message: 'This passkey could not be added.' },
  AUTHENTICATION_REQUIRED: { statuses: [401], message: 'Sign in first.' },
  INVALID_CREDENTIALS: { statuses: [401], message: 'The e-mail address or the password is wrong.' },
  MFA_CODE_INVALID: { statuses: [401], message: 'This code is wrong.' },
  REFRESH_TOKEN_INVALID: { statuses: [401], message: 'This session has ended. Sign in again.' },
  FORBIDDEN: { statuses: [403], message: 'You are not allowed to do this.' },
  EMAIL_NOT_VERIFIED: { statuses: [403], message: 'Verify your e-mail address first.' },
  CSRF_FAILED: { statuses: [403], message: 'This request did not come from an allowed page.' },
  REAUTHENTICATION_REQUIRED: { statuses: [403], message: 'Prove again that it is you.' },
  REAUTHENTICATION_FAILED: { statuses: [403], message: 'That proof was wrong.' },
  NOT_FOUND: { statuses: [404], message: 'There is no such thing.' },
  METHOD_NOT_ALLOWED: { statuses: [405], message: 'This address does not take that method.' },
  NOT_ACCEPTABLE: { statuses: [406], message: 'Only application/json can be answered.' },
  CONFLICT: { statuses: [409], message: 'This conflicts with what is there.' },
  EMAIL_TAKEN: { statuses: [409], message: 'This e-mail address belongs to another account.' },
  LAST_ADMIN: { statuses: [409], message: 'The last administrator cannot be removed.' },
  LAST_CREDENTIAL: { statuses: [409], message: 'The last way to sign in cannot be removed.' },
  ALREADY_DONE: { statuses: [409], message: 'This was done already.' },
  PRECONDITION_FAILED: { statuses: [412], message: 'It has changed since you read it.' },
  PAYLOAD_TOO_LARGE: { statuses: [413], message: 'The request is larger than 64 KiB.' },
  UNSUPPORTED_MEDIA_TYPE: { statuses: [415], message: 'Send application/json.' },
  VALIDATION_FAILED: { statuses: [422], message: 'Some fields need another value.' },
  PRECONDITION_REQUIRED: { statuses: [428], message: 'Send If-Match with the ETag that you read.' },
  RATE_LIMITED: { statuses: [429], message: 'Too many tries. Wait a little.' },
  INTERNAL: { statuses: [500], message: 'Something went wrong on our side.' },
  DEPENDENCY_UNAVAILABLE: { statuses: [503], message: 'The service is not available right now. Try again soon.' },
} as const satisfies Record<string, { statuses: readonly [number, ...number[]]; message: string }>;

export type ErrorCode = keyof typeof errorTable;

export interface AuthErrorOptions {
  /** One of the code's statuses; the first is the default. */
  status?: number;
  /** What a client may know beyond the code. Never anything internal. */
  details?: Record<string, unknown>;
  headers?: Record<string, string>;
  cookies?: readonly string[];
  /** Goes to the log, never to a client. */
  cause?: unknown;
}

/** A refusal that a client may see. */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: Record<string, unknown>;
  readonly headers: Record<string, string>;
  readonly cookies: readonly string[];

  constructor(code: ErrorCode, options: AuthErrorOptions = {}) {
    super(errorTable[code].message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status ?? errorTable[code].statuses[0];
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
    this.cookies = options.cookies ?? [];
  }
}

/** 422 with a sentence for each bad field. */
export function invalidFields(fields: Record<string, string>): AuthError {
  return new AuthError('VALIDATION_FAILED', { details: { fields } });
}

/** 400 `TOKEN_INVALID`: a mailed token or code that is unknown, spent or expired. */
export function oneTimeTokenInvalid(): AuthError {
  return new AuthError('TOKEN_INVALID', { status: 400 });
}
