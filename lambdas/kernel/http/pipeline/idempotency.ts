import type { Counter, Ref } from '../../../ports/key-value.ts';
import { equalText, hmac, sha256 } from '../../crypto.ts';
import { AuthError, invalidFields } from '../../errors.ts';
import { type Route, takesIdempotencyKey } from '../contract.ts';
import type { Reply } from '../flow.ts';
import type { Exchange } from './exchange.ts';

const header = 'idempotency-key';
const keptSeconds = 86_400;
/** How long a claim outlives a process that ended in the middle. */
const claimSeconds = 600;
/** Longer than a function may run: a claim must not end before its request. */
const runSeconds = 60;

/** What is kept of the first request: what it asked for, and its answer unless that holds a secret. */
interface Kept {
  /** HMAC of query and body, which may hold what nobody else should read. */
  asked: string;
  answer: Pick<Reply<Route>, 'data' | 'message' | 'headers' | 'etag'> | null;
}

/**
 * Runs an administrator's change once for each `Idempotency-Key`: for a day a repeat gets the first answer. It comes
 * after authentication, so that whoever has lost the right is refused before it. A refusal has changed nothing and is not
 * kept; where the store is down nobody can tell whether it is a repeat, and the request is 503.
 *
 * @throws AuthError `CONFLICT` while the first one runs, `ALREADY_DONE` where its answer was a secret,
 * `VALIDATION_FAILED` for a key that is none or came with another request.
 */
export async function once(exchange: Exchange, run: () => Promise<Reply<Route>>): Promise<Reply<Route>> {
  const key = exchange.headers[header];
  const { plan, principal, method, event, context } = exchange;
  if (!plan || !principal || key === undefined || !takesIdempotencyKey(plan.route)) return run();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) throw badKey('Send 1 to 255 visible ASCII characters.');
  const name = sha256(JSON.stringify([principal.userId, method, event.rawPath, key]));
  const ref: Ref = { kind: 'idempotency', key: name };
  const claim: Counter = { key: `idempotency:${name}`, windowSeconds: claimSeconds, by: 1 };
  // In one tick. The claim outlives the moment at which the answer is kept: whoever sees neither is the first.
  const [[kept], [claimed]] = await Promise.all([context.store.get([ref]), context.store.increment([claim])]);
  if (typeof kept === 'string') return again(exchange, JSON.parse(kept) as Kept);
  const endsAt = claimed?.resetsAt.getTime() ?? 0;
  if (claimed?.count !== 1 || endsAt - context.clock.now().getTime() < runSeconds * 1000)
    throw new AuthError('CONFLICT');
  const reply = await run().catch(async (error: unknown) => {
    // A counter never goes below zero: tries that met the claim are given back with it.
    await quietly(exchange, () => context.store.increment([{ ...claim, by: -1_000_000 }]));
    throw error;
  });
  await quietly(exchange, async () =>
    context.store.put(ref, JSON.stringify(await keep(exchange, plan.route, reply)), keptSeconds),
  );
  return reply;
}

async function keep(exchange: Exchange, { answersSecret }: Route, reply: Reply<Route>): Promise<Kept> {
  // JSON leaves out what is undefined.
  const { data, message, headers, etag } = reply;
  const answer = { data, message, headers, etag } as Kept['answer'];
  const { current } = await exchange.context.keys.ring('cursor');
  return { asked: tagOf(current, exchange), answer: answersSecret ? null : answer };
}

async function again(exchange: Exchange, { asked, answer }: Kept): Promise<Reply<Route>> {
  const { byId } = await exchange.context.keys.ring('cursor');
  if (![...byId.values()].some((key) => equalText(asked, tagOf(key, exchange))))
    throw badKey('This key came with another request before.');
  if (!answer) throw new AuthError('ALREADY_DONE');
  exchange.context.metrics.count('RequestRepeated', { flow: exchange.plan?.flow ?? 'none' });
  return answer as Reply<Route>;
}

function tagOf(key: Parameters<typeof hmac>[0], { event, rawBody }: Exchange): string {
  return hmac(key, JSON.stringify([header, event.rawQueryString, rawBody ?? null])).toString('base64url');
}

function badKey(words: string): AuthError {
  return invalidFields({ [header]: words });
}

/** The change is made, or refused: that its answer could not be kept is nobody's refusal. */
async function quietly({ context }: Exchange, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    context.log.warn('idempotency key not kept', { request_id: context.request.id, error });
  }
}
