import * as z from 'zod/mini';
import type { Context, Platform, Principal } from '../../../lambdas/kernel/context.ts';
import { AuthError } from '../../../lambdas/kernel/errors.ts';
import type { Authenticator } from '../../../lambdas/kernel/http/authenticator.ts';
import { defineContract } from '../../../lambdas/kernel/http/contract.ts';
import { password, personName, text, tokenDelivery } from '../../../lambdas/kernel/http/fields.ts';
import { defineFlow } from '../../../lambdas/kernel/http/flow.ts';
import { httpFunction } from '../../../lambdas/kernel/http/function.ts';
import { type EventOptions, type FakePlatform, fakeAuthenticator, fakePlatform, httpEvent } from '../fakes.ts';

/** One route of each kind that the pipeline treats in its own way. */
export const sample = defineContract({
  flow: 'sample',
  needs: ['store'],
  routes: {
    open: {
      method: 'POST',
      path: '/open',
      summary: '',
      access: 'public',
      limits: [
        { name: 'open', per: 'ip', max: 2, windowSeconds: 60, counts: 'all' },
        { name: 'wrong', per: 'ip', max: 1, windowSeconds: 60, counts: 'wrong' },
        { name: 'account', per: 'account', max: 1, windowSeconds: 60, counts: 'all' },
      ],
      body: z.looseObject({ name: z.optional(personName), password: z.optional(password), note: z.optional(text(64)) }),
      success: { status: 202, data: z.unknown() },
      errors: [],
    },
    echo: {
      method: 'POST',
      path: '/echo',
      summary: '',
      access: 'public',
      limits: [],
      body: z.looseObject({}),
      success: { status: 200, data: z.unknown() },
      errors: [],
    },
    signIn: {
      method: 'POST',
      path: '/sign-in',
      summary: '',
      access: 'public',
      cookies: 'sets',
      limits: [],
      body: z.object({ token_delivery: tokenDelivery }),
      success: { status: 200, data: z.unknown() },
      errors: [],
    },
    refresh: {
      method: 'POST',
      path: '/refresh',
      summary: '',
      access: 'public',
      cookies: 'reads',
      limits: [{ name: 'refresh', per: 'ip', max: 100, windowSeconds: 60, counts: 'all' }],
      whenStoreDown: 'proceed',
      body: z.object({}),
      bodyOptional: true,
      success: { status: 204 },
      errors: [],
    },
    signOut: {
      method: 'POST',
      path: '/sign-out',
      summary: '',
      access: 'optional',
      limits: [
        { name: 'mine', per: 'user', max: 9, windowSeconds: 60, counts: 'all' },
        { name: 'address', per: 'ip', max: 9, windowSeconds: 60, counts: 'all' },
      ],
      success: { status: 200, data: z.unknown() },
      errors: [],
    },
    me: {
      method: 'GET',
      path: '/me',
      summary: '',
      access: 'user',
      limits: [
        { name: 'reads', per: 'user', max: 3, windowSeconds: 60, counts: 'all' },
        { name: 'signed-in', per: 'ip', max: 1000, windowSeconds: 60, counts: 'all' },
      ],
      success: { status: 200, data: z.unknown() },
      errors: [],
    },
    change: {
      method: 'PATCH',
      path: '/me',
      summary: '',
      access: 'user',
      recentAuthentication: true,
      limits: [],
      body: z.object({}),
      success: { status: 200, data: z.unknown() },
      errors: [],
    },
    replace: {
      method: 'PUT',
      path: '/thing',
      summary: '',
      access: { permission: 'things:write' },
      ifMatch: true,
      limits: [],
      body: z.object({}),
      success: { status: 200, data: z.unknown(), etag: true },
      errors: [],
    },
    thing: {
      method: 'GET',
      path: '/things/{id}',
      summary: '',
      access: { permission: 'things:read' },
      limits: [],
      params: z.object({ id: z.uuid() }),
      query: z.object({ page: z.optional(z.string()) }),
      success: { status: 200, data: z.unknown() },
      errors: [],
    },
    go: {
      method: 'GET',
      path: '/go/{name}',
      summary: '',
      access: 'public',
      refusals: { page: '/sign-in', code: 'OAUTH_FAILED' },
      limits: [{ name: 'go', per: 'ip', max: 2, windowSeconds: 60, counts: 'all' }],
      params: z.object({ name: z.string().check(z.maxLength(9)) }),
      success: { status: 302 },
      errors: [],
    },
    posted: {
      method: 'POST',
      path: '/posted',
      summary: '',
      access: 'public',
      takesForm: true,
      limits: [],
      body: z.object({ code: z.string() }),
      success: { status: 303 },
      errors: [],
    },
    document: {
      method: 'GET',
      path: '/document',
      summary: '',
      access: 'public',
      limits: [],
      success: {
        status: 200,
        data: z.unknown(),
        bare: { contentType: 'text/plain; charset=utf-8', cacheControl: 'public, max-age=300' },
      },
      errors: [],
    },
  },
});

type Rule = (input: never, context: Context) => Promise<unknown>;

/** What the handlers of a subject saw. */
export interface Seen {
  route: string;
  // The input of whichever route ran.
  input: {
    body: unknown;
    query: unknown;
    params: unknown;
    cookies: Record<string, string>;
    principal?: Principal;
    ifMatch?: readonly number[];
  };
  context: Context;
}

export interface SubjectOptions {
  platform?: Partial<Platform>;
  principal?: Partial<Principal>;
  authenticator?: Authenticator;
  /** Instead of the handler that answers `{ route }`. */
  rules?: Partial<Record<keyof typeof sample.routes, Rule>>;
}

export interface Answered {
  status: number | undefined;
  headers: Record<string, string>;
  cookies: string[];
  text: string;
  json: {
    success: boolean;
    data?: unknown;
    message?: string;
    error?: { code: string; message: string; details: Record<string, unknown> };
    metadata: { timestamp: string; request_id: string; version: string };
  };
}

/** A whole function over the sample contract and fakes. */
export function subject({ platform: over, principal, authenticator, rules = {} }: SubjectOptions = {}) {
  const platform: FakePlatform = fakePlatform(over);
  const seen: Seen[] = [];
  const handlers = Object.fromEntries(
    Object.keys(sample.routes).map((route) => [
      route,
      async (input: Seen['input'], context: Context) => {
        seen.push({ route, input, context });
        const rule = rules[route as keyof typeof rules];
        return rule ? rule(input as never, context) : { data: route === 'refresh' ? undefined : { route } };
      },
    ]),
  );
  const flow = defineFlow(sample, handlers as never);
  const run = httpFunction({ flow, platform, authenticator: authenticator ?? fakeAuthenticator(principal) });
  async function call(options: EventOptions): Promise<Answered> {
    return answered(await run(httpEvent(options)));
  }
  return { call, run, seen, platform };
}

export function answered(result: Awaited<ReturnType<ReturnType<typeof httpFunction>>>): Answered {
  const text = result.body ?? '';
  return {
    status: result.statusCode,
    headers: result.headers as Record<string, string>,
    cookies: result.cookies ?? [],
    text,
    json: text.startsWith('{') ? JSON.parse(text) : undefined,
  };
}

/** What most refusals are compared by. */
export function refusal({ status, json }: Answered): [number | undefined, string | undefined] {
  return [status, json?.error?.code];
}

export const page = { origin: 'https://auth.example.com' };
export const bearer = { authorization: 'Bearer good' };

export function refuse(...given: ConstructorParameters<typeof AuthError>): Rule {
  return async () => {
    throw new AuthError(...given);
  };
}
