import { DependencyUnavailable } from '../lambdas/ports/dependency.ts';
import type { LocalOptions } from './options.ts';

/** Says in one line why the platform could not start: never a stack, a statement or a password. */
export function startFault(error: unknown, options: LocalOptions): string {
  const root = rootOf(error);
  const code = (root as NodeJS.ErrnoException).code ?? '';
  const syscall = (root as NodeJS.ErrnoException).syscall ?? '';
  if (syscall === 'listen' || syscall === 'getaddrinfo' || syscall === 'bind') {
    const fault = listenFaults[code]?.(options);
    if (fault) return fault;
  }
  if (error instanceof DependencyUnavailable && error.dependency === 'store')
    return `The store at ${placeOf(options.redis)} does not answer (${wordsOf(root)}).`;
  if (options.redis !== undefined && root instanceof Error && root.name === 'ReplyError')
    return `The store at ${placeOf(options.redis)} cannot be used: ${wordsOf(root)}. Is its database number right?`;
  if (options.database !== undefined && isFromDatabase(error, code))
    return `The database at ${placeOf(options.database)} cannot be used: ${wordsOf(root)}.`;
  return error instanceof Error && error.cause === undefined ? error.message : wordsOf(root);
}

const listenFaults: Record<string, (options: LocalOptions) => string> = {
  EADDRINUSE: ({ port }) => `Port ${port} is in use. Stop what listens there, or start with --port and another one.`,
  EACCES: ({ port }) => `Port ${port} needs more rights than this user has. Start with --port and one above 1023.`,
  EADDRNOTAVAIL: ({ host }) => `--host ${host} is no address of this machine.`,
  ENOTFOUND: ({ host }) => `--host ${host} is no address of this machine.`,
};

/** By its SQLSTATE, by the driver's own words, or by the query that drizzle says has failed. */
function isFromDatabase(error: unknown, code: string): boolean {
  const isSocket = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', 'ECONNRESET', 'EAI_AGAIN'].includes(code);
  return (
    isSocket ||
    /^[0-9A-Z]{5}$/.test(code) ||
    (error instanceof Error && /^(Failed query|Connection)/.test(error.message))
  );
}

/** The first cause. A socket that tried several addresses says nothing itself and lists what each one said. */
function rootOf(error: unknown): unknown {
  let at = error;
  for (let depth = 0; depth < 10; depth += 1) {
    const { cause, errors } = (at ?? {}) as { cause?: unknown; errors?: unknown[] };
    const next = cause ?? errors?.[0];
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String((error as { message?: unknown })?.message ?? error);
  return words.split('\n')[0] ?? '';
}

function placeOf(url: string | undefined): string {
  return url === undefined ? 'this process' : new URL(url).host;
}
