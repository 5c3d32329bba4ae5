import { sqlState } from '../../ports/database.ts';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import { lasts } from '../aws/service.ts';
import { outageStates } from './outage-states.ts';

/**
 * What a failed call says of its statement:
 * - `asleep`: it did not run, since the database is paused; asking wakes it;
 * - `refused`: it did not run, since it never left or the service had too much to do;
 * - `unknown`: it may have run, may still be running, or may never have arrived;
 * - `answered`: it was tried, and this is the answer.
 */
export type Fate = 'asleep' | 'refused' | 'unknown' | 'answered';

/** An answer is at most 1 MiB and a row of it at most 64 KiB (Aurora User Guide, Data API limitations). */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';

  constructor(cause: unknown) {
    super('the Data API answers no more than 1 MiB at once: ask for fewer rows', { cause });
  }
}

interface Failure {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  $fault?: unknown;
  $metadata?: { httpStatusCode?: number };
}

const throttled = new Set(['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'RequestLimitExceeded']);
/**
 * No connection came about, so nothing was sent. Told by the words: of an error from another realm the SDK keeps no more,
 * and of its own connection time-out there is no more.
 */
const unsent = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b|did not establish a connection/;
/** Answers that say no more than: not now. A transaction that is gone was rolled back, so its work may be done anew. */
const outages = new Set([
  'StatementTimeoutException',
  'TransactionNotFoundException',
  'SecretsErrorException',
  'InvalidResourceStateException',
]);
/** The cluster, its database or the login in the secret is not what the function was told. */
const misfits = new Set([
  'DatabaseNotFoundException',
  'HttpEndpointNotEnabledException',
  'InvalidSecretException',
  'NotFoundException',
]);
/** The same by PostgreSQL: class 28, invalid authorization, and no such database (appendix A). */
const misfitStates = /^(28...|3D000)$/;
/** Older forms of the same answers, which `BadRequestException` still brings. */
const outageWords = /transaction .*not found|communications link failure/i;
const tooLarge = /size limit|too large|exceeds? the (allowed )?size/i;

export function fateOf(error: unknown): Fate {
  const { name, code, message, $fault, $metadata } = shapeOf(error);
  const status = $metadata?.httpStatusCode ?? 0;
  if (name === 'DatabaseResumingException') return 'asleep';
  if (throttled.has(String(name)) || status === 429) return 'refused';
  if (status === 0 && unsent.test(`${code} ${message}`)) return 'refused';
  return $fault === 'client' || (status >= 400 && status < 500) ? 'answered' : 'unknown';
}

/** What the adapter throws for it: `DependencyUnavailable`, `AnswerTooLarge`, or the error itself. */
export function portError(error: unknown): unknown {
  if (fateOf(error) !== 'answered' || isOutageAnswer(error)) return new DependencyUnavailable('database', error);
  const { name, message } = shapeOf(error);
  if (lasts(error) || misfits.has(String(name)) || misfitStates.test(sqlState(error) ?? ''))
    return new DependencyUnavailable('database', error, true);
  const isOfService = /^(UnsupportedResultException|BadRequestException|DatabaseErrorException)$/.test(String(name));
  return isOfService && sqlState(error) === undefined && tooLarge.test(String(message))
    ? new AnswerTooLarge(error)
    : error;
}

function isOutageAnswer(error: unknown): boolean {
  const { name, message } = shapeOf(error);
  if (outages.has(String(name)) || outageStates.test(sqlState(error) ?? '')) return true;
  return name === 'BadRequestException' && outageWords.test(String(message));
}

/** Whether the error, or one that it was made from, is an outage. */
export function isOutage(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof DependencyUnavailable) return true;
  }
  return false;
}

function shapeOf(error: unknown): Failure {
  return typeof error === 'object' && error !== null ? error : {};
}
