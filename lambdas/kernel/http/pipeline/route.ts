import { AuthError } from '../../errors.ts';
import { whenUsed } from '../../when-used.ts';
import type { Flow } from '../flow.ts';
import { routeTable } from '../router.ts';
import type { Middleware, Step } from './exchange.ts';
import { plansOf } from './plan.ts';

/**
 * Finds the route by method and path: 404, or 405 with `Allow` (RFC 9110 15.5.6). `$default` events come here too;
 * `flow.table` lets the service flow name the methods of every flow. HEAD is not in the table and so is a 405.
 */
export function route(flow: Flow): Middleware {
  const plans = plansOf(flow);
  const own = routeTable([flow.contract]);
  const { table } = flow;
  const whole = table && whenUsed(async () => routeTable(await table()));
  return {
    before: async ({ event: exchange }: Step) => {
      if (exchange.method === '') throw new AuthError('MALFORMED_REQUEST');
      let match = own.match(exchange.method, exchange.event.rawPath);
      if (whole && !(match && 'route' in match)) match = (await whole()).match(exchange.method, exchange.event.rawPath);
      if (match && 'allow' in match)
        throw new AuthError('METHOD_NOT_ALLOWED', { headers: { allow: match.allow.join(', ') } });
      const plan = match && plans.get(match.route);
      if (!match || !plan) throw new AuthError('NOT_FOUND');
      exchange.plan = plan;
      exchange.rawParams = match.params;
    },
  };
}
