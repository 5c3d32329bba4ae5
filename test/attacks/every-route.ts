/** Every route of the table, asked well: with a request that its schemas take, and rules that only say they were reached. */
import type { ZodMiniType } from 'zod/mini';
import * as z from 'zod/mini';
import { api } from '../../lambdas/api.ts';
import { flows } from '../../lambdas/compose/flows.ts';
import { createAuthenticator } from '../../lambdas/domain/session/authenticator.ts';
import { AuthError } from '../../lambdas/kernel/errors.ts';
import type { Contract, Route } from '../../lambdas/kernel/http/contract.ts';
import { type HttpFunction, httpFunction } from '../../lambdas/kernel/http/function.ts';
import { httpEvent } from '../kernel/fakes.ts';
import type { TestPlatform } from '../platform.ts';

export interface NamedRoute {
  /** `METHOD /path`, by which a test names it. */
  label: string;
  flow: string;
  route: Route;
}

export const everyRoute: readonly NamedRoute[] = Object.values(api as Record<string, Contract>).flatMap(
  ({ flow, routes }) => Object.values(routes).map((route) => ({ label: `${route.method} ${route.path}`, flow, route })),
);

const id = '01900000-0000-7000-8000-00000000ffff';
/** Where a text follows a pattern that no generator of ours knows. */
const texts: Record<string, string> = { locale: 'en', avatar_url: 'https://example.com/a.png' };
const named: Record<string, string> = { 'POST /api/v1/roles': 'tester' };

/** A value that the schema takes; throws where this says too little about it. */
function sample(label: string, schema: ZodMiniType): unknown {
  const made = sampleOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, named[label]);
  if (!schema.safeParse(made).success) throw new Error(`${label}: give a sample, ${JSON.stringify(made)} is none`);
  return made;
}

interface JsonSchema {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  items?: JsonSchema;
  minItems?: number;
  minimum?: number;
  minLength?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
}

function sampleOf(schema: JsonSchema, name?: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return sampleOf(schema.anyOf[0], name);
  if (schema.allOf?.[0]) return sampleOf(Object.assign({}, ...schema.allOf), name);
  if (schema.type === 'array') return schema.minItems && schema.items ? [sampleOf(schema.items)] : [];
  if (schema.type === 'boolean') return true;
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'object')
    return Object.fromEntries(
      (schema.required ?? []).map((key) => [key, texts[key] ?? sampleOf(schema.properties?.[key] ?? {}, name)]),
    );
  return schema.format === 'uuid' ? id : (name ?? 'x'.repeat(Math.max(schema.minLength ?? 1, 1)));
}

/** The path with the first value that its parameters take. */
function pathOf(label: string, { path, params }: Route): string {
  if (!params) return path;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const value = [id, 'google'].find(
    (each) => params.safeParse(Object.fromEntries(names.map((name) => [name, each]))).success,
  );
  if (value === undefined) throw new Error(`${label}: give a sample of its parameters`);
  return path.replace(/\{\w+\}/g, value);
}

/** Whether the rule was reached, else the code of the refusal before it. */
export type Reached = 'reached' | string;

export interface Doors {
  /** With a bearer token, or as nobody. */
  ask(route: NamedRoute, bearer: string | null): Promise<Reached>;
}

/** The platform's functions without their rules: what decides is the table, the pipeline and who is signed in. */
export function openDoors({ platform }: Pick<TestPlatform, 'platform'>): Doors {
  const seen = new Set<string>();
  const authenticator = createAuthenticator();
  const doors = new Map<string, HttpFunction>(
    flows.map((flow) => {
      const reach = async (_input: unknown, { request }: { request: { id: string } }) => {
        seen.add(request.id);
        throw new AuthError('NOT_FOUND');
      };
      const handlers = Object.fromEntries(Object.keys(flow.handlers).map((name) => [name, reach]));
      const shut = { ...flow, handlers } as typeof flow;
      return [flow.contract.flow, httpFunction({ flow: shut, platform, authenticator })];
    }),
  );
  return {
    async ask({ label, flow, route }, bearer) {
      const body = route.body && sample(label, route.body);
      const query = route.query ? new URLSearchParams(sample(label, route.query) as Record<string, string>) : '';
      const door = doors.get(flow);
      if (!door) throw new Error(`${flow} has no function`);
      const answer = await door(
        httpEvent({
          method: route.method,
          path: pathOf(label, route),
          query: String(query),
          headers: {
            ...(route.takesForm
              ? { 'content-type': 'application/x-www-form-urlencoded' }
              : { origin: platform.config.origin, 'content-type': 'application/json' }),
            ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
            ...(route.ifMatch && { 'if-match': '"1"' }),
          },
          body: route.takesForm ? String(new URLSearchParams(body as Record<string, string>)) : body,
        }),
      );
      if (seen.delete(String(answer.headers?.['x-request-id']))) return 'reached';
      const refusal = JSON.parse(answer.body ?? '{}') as { error?: { code: string; details: unknown } };
      return refusal.error?.code ?? String(answer.statusCode);
    },
  };
}
