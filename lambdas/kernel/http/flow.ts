import type * as z from 'zod/mini';
import type { Context, Principal } from '../context.ts';
import type { Contract, Route } from './contract.ts';
import type { Pagination } from './lists.ts';

type Output<Schema> = Schema extends z.ZodMiniType ? z.output<Schema> : undefined;
type Data<R extends Route> = R['success']['data'] extends z.ZodMiniType ? z.input<R['success']['data']> : undefined;

/** What a handler gets: validated input, and the signed-in principal where the route needs one. */
export interface Input<R extends Route> {
  body: Output<R['body']>;
  query: Output<R['query']>;
  params: Output<R['params']>;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  cookies: Readonly<Record<string, string | undefined>>;
  /** The versions that `If-Match` names: one of them must be the row's when it is written. */
  ifMatch: R['ifMatch'] extends true ? readonly number[] : undefined;
  principal: R['access'] extends 'public'
    ? undefined
    : R['access'] extends 'optional'
      ? Principal | undefined
      : Principal;
}

/** What a handler answers: `data` goes into the envelope (or is the document of a bare route). */
export type Reply<R extends Route> = ReplyTo<R> &
  (R['success']['list'] extends true ? { pagination: Pagination } : { pagination?: never }) &
  (R['success']['etag'] extends true ? { etag: number } : { etag?: never }) &
  (R['success']['status'] extends 302 | 303 ? { location: string } : { location?: never });

interface ReplyTo<R extends Route> {
  data: Data<R>;
  message?: string;
  headers?: Record<string, string>;
  /** Whole `Set-Cookie` values, made by `kernel/http/cookies.ts`. */
  cookies?: readonly string[];
}

export type Handler<R extends Route> = (input: Input<R>, context: Context) => Promise<Reply<R>>;

/** The handlers of a group of routes: a contract that is made of groups has a file of them for each. */
export type Handlers<Routes extends Record<string, Route>> = { [Name in keyof Routes]: Handler<Routes[Name]> };

export interface Flow {
  contract: Contract;
  handlers: Readonly<Record<string, Handler<Route>>>;
  /** The function serves `$default`: loads every contract, to answer 404 and 405 to what is not in its own. */
  table?: () => Promise<readonly Contract[]>;
}

/** Joins a contract with its handlers. A route without a handler, or a wrong answer, is a type error. */
export function defineFlow<Routes extends Record<string, Route>>(
  contract: Contract<Routes>,
  handlers: Handlers<Routes>,
  table?: Flow['table'],
): Flow {
  return { contract, handlers: handlers as unknown as Flow['handlers'], ...(table && { table }) };
}
