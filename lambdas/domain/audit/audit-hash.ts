/** What proves an audit row. What is personal in it is hashed apart, so that it can be erased and the proof stays. */
import { sha256 } from '../../kernel/crypto.ts';
import type { auditLogs } from './audit.table.ts';

type Row = typeof auditLogs.$inferInsert;
/** Whatever says something about a person beside their id. */
export type Personal = Pick<Row, 'details' | 'ipAddress' | 'userAgent'>;
export type Provable = Omit<Row, 'hash'>;

/** SHA-256 over salt and what is personal: without the salt nobody finds an address by trying all of them. */
export function commitmentOf({ details, ipAddress, userAgent }: Personal, salt: string): string {
  return sha256(canonical({ salt, details, ipAddress, userAgent }));
}

/** SHA-256 over the row, with the commitment in place of what is personal; rows that have none are hashed whole. */
export function auditHash(row: Provable): string {
  const { details, ipAddress, userAgent, commitment } = row;
  const fixed = {
    id: row.id,
    createdAt: row.createdAt,
    userId: row.userId ?? null,
    actorId: row.actorId ?? null,
    action: row.action,
    resource: row.resource,
    outcome: row.outcome,
    requestId: row.requestId,
    sessionId: row.sessionId ?? null,
  };
  const personal = commitment ? { commitment } : { details, ipAddress, userAgent };
  return sha256(canonical({ ...fixed, ...personal }));
}

/** `erased`: nothing personal is left to be compared. */
export type Soundness = 'sound' | 'erased' | 'changed';

/** Whether a stored row is the one that its hash was made of. */
export function soundnessOf(row: Provable & { hash: string }): Soundness {
  if (auditHash(row) !== row.hash) return 'changed';
  if (!row.commitment) return 'sound';
  if (row.salt) return commitmentOf(row, row.salt) === row.commitment ? 'sound' : 'changed';
  const isBlank = row.ipAddress === '' && row.userAgent === '' && Object.keys(row.details).length === 0;
  return isBlank ? 'erased' : 'changed';
}

/** The head of the chain after a row: over the head before, the row's number and its hash. */
export function headAfter(head: string, seq: number, hash: string): string {
  return sha256(`${head}.${seq}.${hash}`);
}

/**
 * Canonical JSON (RFC 8785): keys in order, all the way down. `details` comes back from jsonb in another order than it
 * went in, and the hash must be found again from the stored row.
 */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
