import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { movableClock } from '../../../lambdas/adapters/clock/movable.ts';
import { defineContract } from '../../../lambdas/kernel/http/contract.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../../../local/gateway/gateway.ts';
import type { GatewayRequest } from '../../../local/gateway/message.ts';

const route = {
  summary: 'A route.',
  access: 'public',
  limits: [],
  success: { status: 200, data: z.object({}) },
  errors: [],
} as const;

/** A table of two flows, with a parameter and an exact path that stand against each other. */
export const contracts = [
  defineContract({
    flow: 'things',
    needs: [],
    routes: {
      byId: { ...route, method: 'GET', path: '/api/v1/things/{id}' },
      mine: { ...route, method: 'GET', path: '/api/v1/things/mine' },
      make: { ...route, method: 'POST', path: '/api/v1/things' },
    },
  }),
  defineContract({ flow: 'service', needs: [], routes: {} }),
];

/** 12 March 2026, in the form of the developer guide's example event. */
export const clock = movableClock({ start: new Date('2026-03-12T19:03:58.123Z'), frozen: true });

export function request(change: Partial<GatewayRequest> = {}): GatewayRequest {
  return {
    method: 'POST',
    target: '/api/v1/things',
    headers: [['Host', 'localhost:4000']],
    body: Buffer.alloc(0),
    sourceIp: '192.0.2.7',
    ...change,
  };
}

/** A gateway whose functions keep the event they were called with and answer what `reply` says. */
export function gatewayThat(
  reply: (event: APIGatewayProxyEventV2) => unknown,
  options: Partial<GatewayOptions> = {},
): { gateway: Gateway; events: APIGatewayProxyEventV2[]; flows: string[] } {
  const events: APIGatewayProxyEventV2[] = [];
  const flows: string[] = [];
  const handlerOf = (flow: string) => async (event: APIGatewayProxyEventV2) => {
    events.push(event);
    flows.push(flow);
    return reply(event);
  };
  const handlers = new Map(['things', 'service'].map((flow) => [flow, handlerOf(flow)]));
  return {
    gateway: createGateway({ contracts, handlers, clock, onFault: () => undefined, ...options }),
    events,
    flows,
  };
}

export const json = (value: unknown) => Buffer.from(JSON.stringify(value));
export const fieldsOf = (answer: { headers: readonly (readonly [string, string])[] }, name: string) =>
  answer.headers.filter(([found]) => found === name).map(([, value]) => value);
