import type { Context, Platform } from '../../kernel/context.ts';
import { seal, unseal } from '../../kernel/crypto.ts';
import type { KeyRing } from '../../ports/keys.ts';
import { auditRefusal } from '../audit/audit.ts';
import type { FactorRow } from './factor.table.ts';

type Bound = Pick<FactorRow, 'id' | 'userId' | 'kind'>;

/** For this row of this user alone: in another one it does not open. */
export function sealSecret(ring: KeyRing, row: Bound, secret: string): string {
  return seal(ring, bindingOf(row), secret);
}

/** @throws where it was sealed for another row or its key is gone. */
export async function openSecret({ keys }: Pick<Platform, 'keys'>, row: FactorRow): Promise<string> {
  return unseal(await keys.ring('factor'), bindingOf(row), row.sealed);
}

/**
 * The secret, or null where the row holds what was not sealed for it: somebody who writes into the database put it
 * there. The code is refused as any wrong one is; the audit log and an alarm say why.
 */
export async function openOrAlarm(context: Context, row: FactorRow): Promise<string | null> {
  try {
    return await openSecret(context, row);
  } catch (error) {
    context.log.error('the secret of a factor does not open', { factor_id: row.id, error });
    context.metrics.count('FactorUnreadable');
    await auditRefusal(context, {
      action: 'factor.unreadable',
      resource: `factor:${row.id}`,
      userId: row.userId,
      actorId: null,
      details: { factor: row.kind },
    });
    return null;
  }
}

function bindingOf({ kind, userId, id }: Bound): string {
  return `${kind}\0${userId}\0${id}`;
}
