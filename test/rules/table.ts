import { errorTable } from '../../lambdas/kernel/errors.ts';
import type { Contract, Route } from '../../lambdas/kernel/http/contract.ts';

/** What is wrong with the table, in the words of who wrote the contract. */
export function faultsOfTable(api: Readonly<Record<string, Contract>>): string[] {
  const routes = Object.entries(api).flatMap(([key, contract]) =>
    Object.entries(contract.routes).map(([name, route]) => ({ name, route, label: `${key}.${name}` })),
  );
  return [
    ...doubled(
      routes.map(({ route }) => `${route.method} ${route.path.replace(/\{\w+\}/g, '{}')}`),
      'is taken twice',
    ),
    ...doubled(
      routes.map(({ name }) => name),
      'names two routes',
    ),
    ...doubled(
      Object.values(api).map(({ flow }) => flow),
      'is the flow of two contracts',
    ),
    ...Object.entries(api)
      .filter(([key, { flow }]) => key !== flow.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()))
      .map(([key, { flow }]) => `${key} is not the name of the flow ${flow}`),
    ...routes.flatMap(({ label, route }) => faultsOfRoute(route).map((fault) => `${label} ${fault}`)),
  ];
}

/** 204 and redirects answer no data. */
const bodiless: ReadonlySet<number> = new Set([204, 302, 303]);

function faultsOfRoute(route: Route): string[] {
  const parameters = /\{\w+\}/.test(route.path);
  const said: [boolean, string][] = [
    [!/^\/(api\/v1|\.well-known)(\/([a-z0-9._-]+|\{\w+\}))+$/.test(route.path), `has an odd path, ${route.path}`],
    [!/\S.*\.$/.test(route.summary), 'has no sentence as its summary'],
    [parameters !== (route.params !== undefined), 'names parameters in its path or its contract alone'],
    [route.method === 'GET' && route.body !== undefined, 'takes a body with GET'],
    [route.cookies !== undefined && route.method !== 'POST', 'handles cookies outside of POST'],
    [
      bodiless.has(route.success.status) !== (route.success.data === undefined),
      'answers data with 204 or a redirect, or none with another status',
    ],
    [
      route.access === 'public' && route.limits.some(({ per }) => per === 'user'),
      'limits a user whom it does not know',
    ],
    [route.access === 'public' && route.recentAuthentication === true, 'asks strangers for recent authentication'],
    [
      route.whileActing === true && (route.recentAuthentication === true || typeof route.access === 'object'),
      'lets an administrator who acts as a user do what only that user, or only an administrator, may',
    ],
    [
      typeof route.access === 'object' && route.method !== 'GET' && route.recentAuthentication !== true,
      'lets an administrator change something without recent authentication',
    ],
    [
      typeof route.access === 'object' && !/^[a-z_]+:[a-z_]+$/.test(route.access.permission),
      'asks for a permission that is not resource:action',
    ],
  ];
  return [
    ...said.filter(([is]) => is).map(([, fault]) => fault),
    ...route.errors
      .filter((code) => !Object.hasOwn(errorTable, code))
      .map((code) => `refuses with ${code}, which is no code`),
    ...doubled(route.errors, 'is listed twice'),
    ...doubled(
      route.limits.map(({ name }) => name),
      'limits twice',
    ),
  ];
}

function doubled(values: readonly string[], fault: string): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map(
    (value) => `${value} ${fault}`,
  );
}
