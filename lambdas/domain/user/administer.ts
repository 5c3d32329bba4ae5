import { type SQL, sql } from 'drizzle-orm';
import type { Context, Principal } from '../../kernel/context.ts';
import { sqlState } from '../../ports/database.ts';
import { together, touched } from '../statement.ts';
import { inTurns } from '../turns.ts';
import {
  type Administered,
  type Attempted,
  administratorsBeside,
  findAdministered,
  isAdministrator,
  turnAsRead,
} from './administered.ts';
import { planSecurityChange, type SecurityChange } from './security-change.ts';

/** Holds where the measure was taken: further writes ask for it. */
export const measureTaken: SQL = touched('changed');

/** What is done to an account as it was read. */
export interface Measure extends Pick<SecurityChange, 'ends' | 'set' | 'spendsTokens' | 'forgetsDevices' | 'mails'> {
  /** Of the audit row, where it is another than what was attempted. */
  action?: string;
  /** Of the audit row, with `changes` from before to after; never a secret. */
  details: Record<string, unknown>;
  /** In which state the account must be. */
  state: SQL;
  /** Further writes, conditional on `measureTaken`. */
  also?: Record<string, SQL | undefined>;
}

export interface Measured extends Attempted {
  /** The measure, or null where the account is so already. It may throw what refuses it. */
  plan(found: Administered): Promise<Measure | null>;
}

/**
 * Takes a measure against somebody else's account, in one statement with its audit row, its mails and the ends of
 * sessions. What was read is read again where another change came between.
 *
 * @throws AuthError as `findAdministered`; 409 `LAST_ADMIN`; 409 `CONFLICT` where others change it all the time.
 */
export async function administer(
  context: Context,
  principal: Principal,
  userId: string,
  measured: Measured,
): Promise<void> {
  await inTurns(async () => {
    const found = await findAdministered(context, principal, userId, measured);
    const measure = await measured.plan(found);
    return !measure || (await take(context, found, measured, measure)) || null;
  });
}

/** False, with nothing written, where something is no longer as it was read. */
async function take(context: Context, found: Administered, measured: Measured, measure: Measure): Promise<boolean> {
  const { id } = found.target.row;
  const { userId: actorId, sessionId } = found.actor;
  const { action = measured.action, details, also, ...change } = measure;
  const takenFrom =
    measured.removes && isAdministrator(found) ? await administratorsBeside(context, found, measured) : null;
  if (takenFrom && takenFrom.rbacVersion !== found.rbacVersion) return false;
  const planned = await planSecurityChange(context, {
    ...change,
    userId: id,
    audit: { action, resource: `user:${id}`, actorId, sessionId, details },
    turn: turnAsRead(found, takenFrom, context.step),
  });
  const statement = together(
    { ...planned.parts, ...also },
    sql`select ${measureTaken} as happened, ${planned.endedSessions} as ended_sessions`,
  );
  const [row] = await context.database
    .rows<{ happened: boolean; ended_sessions: unknown }>(statement)
    .catch(unlessTaken);
  if (!row?.happened) return false;
  context.metrics.count('UserAdministered', { action });
  await planned.publish(row.ended_sessions);
  return true;
}

/** Another account took an address, a passkey or a provider's account at this very moment: `unique_violation`. */
function unlessTaken(error: unknown): [] {
  if (sqlState(error) === '23505') return [];
  throw error;
}
