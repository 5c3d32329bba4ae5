/** When a read is asked for again by itself. A person's own 'Try again' is always heard. */
import type { Failure } from '../../lambdas/kernel/http/client.ts';
import { SignedOutError } from './session/authorized.ts';

/** An answer that is no success, for what takes errors. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** The data of an answer. @throws RefusedError for a refusal; whatever `call` rejects with where no answer came. */
export async function answered<Data>(call: Promise<{ ok: true; data: Data } | Failure>): Promise<Data> {
  const answer = await call;
  if (!answer.ok) throw new RefusedError(answer);
  return answer.data;
}

const most = 2;
/** A platform that asks for more patience than this is asked by the person. */
const patienceSeconds = 5;

/** Whether asking again later gets the same: a refusal stays one, but that of too many requests. */
export function isLasting(error: Error): boolean {
  if (error instanceof SignedOutError) return true;
  return error instanceof RefusedError && error.failure.status < 500 && error.failure.status !== 429;
}

/** A refusal stays one (4xx). A fault of the platform, or of the way to it, may pass. */
export function isAskedAgain(failures: number, error: Error): boolean {
  if (failures >= most || error instanceof SignedOutError) return false;
  if (!(error instanceof RefusedError)) return true;
  const { status, headers } = error.failure;
  return status >= 500 && Number(headers.get('retry-after') ?? 0) <= patienceSeconds;
}

/** Milliseconds before the read is asked for again. */
export function askAgainAfter(failures: number, error: Error): number {
  const wanted = error instanceof RefusedError ? Number(error.failure.headers.get('retry-after') ?? 0) : 0;
  return Math.max(1000 * 2 ** failures, wanted * 1000);
}
