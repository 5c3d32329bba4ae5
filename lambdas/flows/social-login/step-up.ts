/** Proving again who one is by a provider: for an account that has nothing better. */

import { sql } from 'drizzle-orm';
import { auditRefusal } from '../../domain/audit/audit.ts';
import { identityUse } from '../../domain/identity/identities.ts';
import { findSession } from '../../domain/session/sessions.ts';
import { stepUp } from '../../domain/session/step-up.ts';
import { findWaysIn, stepUpMethods } from '../../domain/user/ways-in.ts';
import type { Context } from '../../kernel/context.ts';
import { AuthError } from '../../kernel/errors.ts';
import type { Assertion, ProviderSettings } from '../../ports/identity-providers.ts';
import { oauthFailed } from './refusal.ts';

/** How far the provider's clock may be behind ours, in milliseconds. */
const behind = 30_000;

/** Whether a provider of that kind can be asked for a fresh proof, and says when it was given. */
export function canStepUp({ kind }: ProviderSettings): boolean {
  return kind !== 'github' && kind !== 'google';
}

/**
 * Whether the account may step up by this provider.
 *
 * @throws AuthError `REAUTHENTICATION_FAILED`, with the methods that it takes instead.
 */
export async function requireStepUpBy(context: Context, provider: ProviderSettings, userId: string): Promise<void> {
  const ways = await findWaysIn(context.database, userId);
  const methods = ways ? stepUpMethods(ways) : [];
  if (canStepUp(provider) && methods.includes('oauth')) return;
  const others = methods.filter((method) => method !== 'oauth');
  throw new AuthError('REAUTHENTICATION_FAILED', { details: { methods: others } });
}

export interface ProviderProof {
  provider: ProviderSettings;
  assertion: Assertion;
  userId: string;
  sessionId: string;
  /** When the browser left, in milliseconds. */
  startedAt: number;
}

/** @throws AuthError `OAUTH_FAILED`, with `no_fresh_proof` where the provider answered from a session of its own. */
export async function stepUpBy(context: Context, proof: ProviderProof): Promise<void> {
  const { provider, assertion, userId, sessionId, startedAt } = proof;
  const isFresh = assertion.authTime !== null && assertion.authTime.getTime() >= startedAt - behind;
  if (!isFresh) throw await refuse(context, proof, 'no_fresh_proof');
  const [ways, found] = await Promise.all([
    findWaysIn(context.database, userId),
    findSession(context.database, sessionId),
  ]);
  if (!ways || !stepUpMethods(ways).includes('oauth') || found?.session.userId !== userId)
    throw await refuse(context, proof, null);
  const principal = { userId, sessionId, amr: found.session.amr };
  const spend = identityUse(context, userId, assertion, sql`true`);
  const stepped = await stepUp(context, principal, { method: provider.id, amr: ['fed'] }, { spend });
  if (!stepped) throw await refuse(context, proof, null);
}

async function refuse(
  context: Context,
  { provider, userId, sessionId }: ProviderProof,
  told: 'no_fresh_proof' | null,
): Promise<AuthError> {
  await auditRefusal(context, {
    action: 'session.stepped_up',
    resource: `session:${sessionId}`,
    userId,
    actorId: userId,
    sessionId,
    details: { method: provider.id, reason: told ?? 'not_this_account' },
  });
  context.metrics.count('StepUpFailed', { method: provider.id });
  return oauthFailed(told);
}
