/** The service's errors and their HTTP status (RDS Data API reference, errors of ExecuteStatement). */
const statuses = {
  AccessDeniedException: 403,
  BadRequestException: 400,
  DatabaseErrorException: 400,
  DatabaseNotFoundException: 404,
  DatabaseResumingException: 400,
  DatabaseUnavailableException: 504,
  ForbiddenException: 403,
  HttpEndpointNotEnabledException: 400,
  InternalServerErrorException: 500,
  InvalidResourceStateException: 400,
  InvalidSecretException: 400,
  NotFoundException: 404,
  SecretsErrorException: 400,
  ServiceUnavailableError: 503,
  StatementTimeoutException: 400,
  ThrottlingException: 429,
  TransactionNotFoundException: 404,
  UnsupportedResultException: 400,
} as const;

export type RefusalName = keyof typeof statuses;

/** What the service answers instead of a result. */
export class Refusal extends Error {
  override readonly name: RefusalName;
  readonly status: number;

  constructor(name: RefusalName, message: string) {
    super(message);
    this.name = name;
    this.status = statuses[name];
  }
}

/** A refusal as it goes over the wire. */
export function answerOf({ name, status, message }: Refusal) {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': name };
  return { status, headers, body: JSON.stringify({ message }) };
}

/** PostgreSQL's errors as the service passes them on: the SQLSTATE stands at the end of the text and nowhere else. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const state = typeof code === 'string' ? code : '';
  if (state === '57014') return new Refusal('StatementTimeoutException', 'Request timed out');
  if (/^(08|57P|E[A-Z]{4})/.test(state)) return new Refusal('DatabaseUnavailableException', '');
  if (/^28/.test(state)) return new Refusal('InvalidSecretException', 'Database credentials are not valid');
  if (/^[0-9A-Z]{5}$/.test(state))
    return new Refusal('DatabaseErrorException', `ERROR: ${message}; SQLState: ${state}`);
  return new Refusal('InternalServerErrorException', String(message));
}
