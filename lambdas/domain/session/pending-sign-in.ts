/**
 * A sign-in whose first factor was right and whose second one is due: opaque, of its own kind, bound to the user agent
 * and to the user as they were. It dies with any change of password, factor or status, which all raise the version.
 */
import type { Context } from '../../kernel/context.ts';
import { newToken, sha256, tokenHash } from '../../kernel/crypto.ts';
import type { SecondFactorMethod } from '../../kernel/http/fields.ts';
import type { Ref } from '../../ports/key-value.ts';
import type { User } from '../user/user.ts';
import type { FirstFactor, SignInClient } from './sign-in.ts';

export interface PendingSignIn {
  userId: string;
  userVersion: number;
  proof: FirstFactor;
  client: Omit<SignInClient, 'deviceCookie'>;
  methods: SecondFactorMethod[];
  /** SHA-256 of the user agent that began. */
  agent: string;
  /** In milliseconds. A restore of the database brings versions back that users had before. */
  startedAt: number;
}

/** Keeps it for `lifetimes.pendingSignIn`; answers the token, of which the store has the hash alone. */
export async function keepPending(
  context: Context,
  user: User,
  proof: FirstFactor,
  client: SignInClient,
  methods: SecondFactorMethod[],
): Promise<string> {
  const { token, hash } = newToken();
  const pending: PendingSignIn = {
    userId: user.row.id,
    userVersion: user.row.version,
    proof,
    client: { delivery: client.delivery, deviceName: client.deviceName, returnTo: client.returnTo ?? null },
    methods,
    agent: sha256(context.request.userAgent),
    startedAt: context.clock.now().getTime(),
  };
  await context.store.put(refOf(hash), JSON.stringify(pending), context.config.lifetimes.pendingSignIn);
  return token;
}

/** Null where it is unknown, over, of another user agent or of before a restore. It stays; `takePending` ends it. */
export async function findPending(context: Context, token: string): Promise<PendingSignIn | null> {
  const hash = tokenHash(token);
  if (hash === null) return null;
  const [text] = await context.store.get([refOf(hash)]);
  return live(context, text ?? null);
}

/** Takes it once, for the second factor that is about to be spent. */
export async function takePending(context: Context, token: string): Promise<PendingSignIn | null> {
  const hash = tokenHash(token);
  return hash === null ? null : live(context, await context.store.take(refOf(hash), context.request.id));
}

function live(context: Context, text: string | null): PendingSignIn | null {
  const pending = text === null ? null : (JSON.parse(text) as PendingSignIn);
  if (!pending || pending.startedAt < context.config.epoch.getTime()) return null;
  return pending.agent === sha256(context.request.userAgent) ? pending : null;
}

function refOf(hash: string): Ref {
  return { kind: 'pending-sign-in', key: hash };
}
