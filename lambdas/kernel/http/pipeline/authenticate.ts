import { DependencyUnavailable } from '../../../ports/dependency.ts';
import type { Context, Principal } from '../../context.ts';
import { AuthError, type ErrorCode } from '../../errors.ts';
import { enforce, exceededOf, giveBack, ipSubject, rateLimited, reserve, type Use } from '../../rate-limit.ts';
import type { Authenticator } from '../authenticator.ts';
import { bearerToken } from '../bearer.ts';
import type { Limit } from '../contract.ts';
import type { Exchange, Middleware, Step } from './exchange.ts';
import type { Plan } from './plan.ts';

/** How old a proof of identity may be on a route of recent authentication, in milliseconds. */
const recentMilliseconds = 600_000;

/**
 * With a bearer token: it is checked without I/O, then the session is read and the limits are counted in one tick,
 * so that the store merges them into one round trip. Without one, on a route that needs none: the limits alone.
 */
export function authenticate(authenticator: Authenticator): Middleware {
  return {
    before: async ({ event: exchange }: Step) => {
      const { plan } = exchange;
      if (!plan) return;
      const token = tokenOf(plan, exchange);
      if (token === null) return limitPublic(plan, exchange.context);
      const principal = await signedIn(authenticator, token, plan, exchange.context);
      exchange.principal = principal;
      const refused = refusalOf(plan, principal, exchange.context);
      if (principal.actor) {
        exchange.facts.actorId = principal.actor.userId;
        const { method, path } = plan.route;
        await authenticator.acted(principal, exchange.context, { method, path, refused });
      }
      if (refused) throw new AuthError(refused);
    },
  };
}

async function limitPublic(plan: Plan, context: Context): Promise<void> {
  if (plan.ipLimits.length === 0) return;
  try {
    await enforce(context, uses(plan.ipLimits, context, ''));
  } catch (error) {
    // Never unlimited guessing (A10): only a route that guesses cannot hurt goes on without its counters.
    if (plan.route.whenStoreDown !== 'proceed' || !isStoreDown(error)) throw error;
  }
}

/** Null where nobody is signed in and nobody need be. */
function tokenOf({ route: { access } }: Plan, { headers }: Exchange): string | null {
  if (access === 'public') return null;
  const token = bearerToken(headers);
  if (token === null && access !== 'optional') throw new AuthError('AUTHENTICATION_REQUIRED');
  return token;
}

async function signedIn(authenticator: Authenticator, token: string, plan: Plan, context: Context): Promise<Principal> {
  const claims = await authenticator.verify(token, context);
  // Whoever acts as a user uses up their own limits.
  const counted = uses(plan.limits, context, claims.actor?.userId ?? claims.userId);
  const [reserved, loaded] = await Promise.allSettled([reserve(context, counted), authenticator.load(claims, context)]);
  if (reserved.status === 'rejected' && !isStoreDown(reserved.reason)) throw reserved.reason;
  const [exceeded] = reserved.status === 'fulfilled' ? exceededOf(counted, reserved.value) : [];
  if (loaded.status === 'rejected') {
    if (reserved.status === 'fulfilled') await giveBackOwn(context, counted);
    throw exceeded ? rateLimited(context, exceeded) : loaded.reason;
  }
  if (!exceeded) return loaded.value;
  if (exceeded.isFirst && exceeded.limit.per === 'user')
    await authenticator.limited(loaded.value, context, exceeded.limit.name);
  throw rateLimited(context, exceeded);
}

/** The token of an ended session must not use up what its user has: whoever copied it would lock them out. */
async function giveBackOwn(context: Context, counted: readonly Use[]): Promise<void> {
  try {
    await giveBack(
      context,
      counted.filter(({ limit }) => limit.per === 'user'),
    );
  } catch (error) {
    if (!isStoreDown(error)) throw error;
  }
}

function refusalOf({ permission, route }: Plan, principal: Principal, context: Context): ErrorCode | null {
  if (principal.actor && !route.whileActing) return 'FORBIDDEN';
  if (permission !== null && !principal.permissions.has(permission)) return 'FORBIDDEN';
  if (!route.recentAuthentication) return null;
  const age = context.clock.now().getTime() - principal.steppedUpAt.getTime();
  return age > recentMilliseconds ? 'REAUTHENTICATION_REQUIRED' : null;
}

function uses(limits: readonly Limit[], context: Context, userId: string): Use[] {
  return limits.map((limit) => ({
    limit,
    subject: limit.per === 'user' ? userId : ipSubject(context.request.ip),
  }));
}

function isStoreDown(error: unknown): boolean {
  return error instanceof DependencyUnavailable && error.dependency === 'store';
}
