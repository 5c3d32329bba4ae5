import * as z from 'zod/mini';
import { api } from '../../lambdas/api.ts';
import type { Contract, Route } from '../../lambdas/kernel/http/contract.ts';
import { faultsOfTable } from './table.ts';

const route: Route = {
  method: 'POST',
  path: '/api/v1/things',
  summary: 'Make a thing.',
  access: 'public',
  limits: [],
  body: z.object({}),
  success: { status: 200, data: z.object({}) },
  errors: [],
};
const limit = { name: 'a', per: 'user', max: 1, windowSeconds: 1, counts: 'all' } as const;
const flow = (...routes: Partial<Route>[]): Contract => ({
  flow: 'new-thing',
  needs: [],
  routes: Object.fromEntries(routes.map((part, index) => [`route${index}`, { ...route, ...part }])),
});

describe('the table', () => {
  it('holds no fault', () => {
    expect(faultsOfTable(api)).toEqual([]);
  });
  it('lets a good contract alone', () => {
    expect(faultsOfTable({ newThing: flow({}) })).toEqual([]);
  });
  it.each<[fault: string, api: Record<string, Contract>]>([
    [
      'is taken twice',
      {
        newThing: flow(
          { path: '/api/v1/a/{id}', params: z.object({}) },
          { path: '/api/v1/a/{name}', params: z.object({}) },
        ),
      },
    ],
    ['names two routes', { newThing: flow({}), old: { ...flow({ path: '/api/v1/old' }), flow: 'old' } }],
    ['is not the name of the flow', { other: flow({}) }],
    ['has an odd path', { newThing: flow({ path: '/api/v1/Things/' }) }],
    ['has no sentence', { newThing: flow({ summary: 'thing' }) }],
    ['names parameters in its path', { newThing: flow({ path: '/api/v1/a/{id}' }) }],
    ['takes a body with GET', { newThing: flow({ method: 'GET' }) }],
    ['handles cookies outside of POST', { newThing: flow({ method: 'PUT', cookies: 'reads' }) }],
    ['answers data with 204', { newThing: flow({ success: { status: 204, data: z.object({}) } }) }],
    ['limits a user whom it does not know', { newThing: flow({ limits: [limit] }) }],
    ['asks strangers for recent authentication', { newThing: flow({ recentAuthentication: true }) }],
    [
      'lets an administrator who acts',
      { newThing: flow({ access: 'user', whileActing: true, recentAuthentication: true }) },
    ],
    ['without recent authentication', { newThing: flow({ access: { permission: 'things:write' } }) }],
    ['is not resource:action', { newThing: flow({ access: { permission: 'users:*' }, recentAuthentication: true }) }],
    ['is no code', { newThing: flow({ errors: ['NO_SUCH_CODE' as 'INTERNAL'] }) }],
    ['is listed twice', { newThing: flow({ errors: ['CONFLICT', 'CONFLICT'] }) }],
    ['limits twice', { newThing: flow({ access: 'user', limits: [limit, limit] }) }],
  ])('catches a route that %s', (fault, table) => {
    expect(faultsOfTable(table)).toEqual([expect.stringContaining(fault)]);
  });
});
