/** A row of the audit log, as those see it who may read it. No server code may be imported here. */
import * as z from 'zod/mini';
import { id, timestamp } from './fields.ts';

export const auditEntry = z.object({
  id,
  created_at: timestamp,
  /** Whom it concerns; null for nobody who is known. An address is null for those who may not read users, too. */
  user_id: z.nullable(id),
  user_email: z.nullable(z.string()),
  /** Who did it, in the same way. */
  actor_id: z.nullable(id),
  actor_email: z.nullable(z.string()),
  action: z.string(),
  resource: z.string(),
  outcome: z.enum(['success', 'refused']),
  reason: z.nullable(z.string()),
  /** `changes` has the values of fields before and after; never a secret. */
  details: z.record(z.string(), z.unknown()),
  ip: z.string(),
  user_agent: z.string(),
  request_id: id,
  session_id: z.nullable(id),
  /** What was personal in it went with the account. */
  erased: z.boolean(),
});
