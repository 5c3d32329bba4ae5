import { type Dependency, DependencyUnavailable } from '../../ports/dependency.ts';
import { withinDeadline } from '../deadline.ts';

/**
 * Where a service is reached and as whom. In Lambda nothing is given: the SDK takes region and credentials from the
 * function's environment.
 */
export interface AwsService {
  region?: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** How long one attempt may take and how many there are. Between them the SDK waits, doubling, with full jitter. */
export interface Attempts {
  connectMs: number;
  answerMs: number;
  most: number;
}

/** What every client of the SDK is made with. Without `throwOnRequestTimeout` a silent service would only be warned of. */
export function clientSettings(service: AwsService, { connectMs, answerMs, most }: Attempts) {
  return {
    ...service,
    maxAttempts: most,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: connectMs, requestTimeout: answerMs, throwOnRequestTimeout: true },
  };
}

export interface Calls {
  dependency: Dependency;
  deadlineMs: number;
  /** Names of the service's errors that say something to the adapter; every other one is `DependencyUnavailable`. */
  passed?: readonly string[];
}

/**
 * For calls that must not be done twice: each takes a connection of its own. One that is kept may be closed by the other
 * end, unheard, while a function is frozen; what is sent on it then is lost with its outcome unknown.
 */
export const ownConnections = { httpAgent: unkept(), httpsAgent: unkept() };

/** With a limit to their number, a connection would be handed on to a call that waits for one. */
function unkept() {
  return { keepAlive: false, maxSockets: Number.POSITIVE_INFINITY };
}

/** What services say to a caller without rights, or of a resource that is not there: nothing but an operator mends it. */
const lasting = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ForbiddenException',
  'IncompleteSignatureException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'NoSuchBucket',
  'ResourceNotFoundException',
  'UnrecognizedClientException',
]);

export function lasts(error: unknown): boolean {
  return error instanceof Error && lasting.has(error.name);
}

/** Calls a service within a deadline over all attempts. */
export async function callService<T>(
  { dependency, deadlineMs, passed = [] }: Calls,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await withinDeadline(deadlineMs, work);
  } catch (error) {
    if (error instanceof Error && passed.includes(error.name)) throw error;
    throw new DependencyUnavailable(dependency, error, lasts(error));
  }
}
