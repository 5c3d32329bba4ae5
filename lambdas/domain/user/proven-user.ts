import { sql } from 'drizzle-orm';
import type { Context } from '../../kernel/context.ts';
import { newId } from '../../kernel/id.ts';
import { announceAudit, auditInsert, auditRow } from '../audit/audit.ts';
import { userRoles } from '../role/role.table.ts';
import { systemRoles } from '../role/role.ts';
import { insertInto, together, touched } from '../statement.ts';
import type { EmailAddress } from './email.ts';
import { users } from './user.table.ts';

export interface ProvenUser {
  address: EmailAddress;
  name: string;
  /** By whose word the address is theirs. */
  provider: string;
  /** What the account begins with, given its id; written where the account is. */
  also: (userId: string) => Record<string, ReturnType<typeof sql>>;
}

/** Holds where the account was made. */
export const userCreated = touched('created');

/**
 * Makes an account whose address is proven from the start. Answers false, with nothing written, where the address was
 * taken in the meantime.
 */
export async function createProvenUser(
  context: Context,
  { address, name, provider, also }: ProvenUser,
): Promise<boolean> {
  const now = context.clock.now();
  const id = newId(context.clock);
  const user = { id, email: address.email, emailKey: address.key, name, isActive: true, version: 1 };
  const audit = auditRow(context, {
    action: 'user.registered',
    resource: `user:${id}`,
    userId: id,
    actorId: id,
    outcome: 'success',
    details: { by: provider },
  });
  const grant = { userId: id, roleId: systemRoles.user, grantedBy: null, grantedAt: now };
  const [row] = await context.database.rows<{ created: boolean }>(
    together(
      {
        created: sql`
          ${insertInto(users, { ...user, emailVerifiedAt: now, createdAt: now, updatedAt: now })}
          on conflict (email_key) where deleted_at is null do nothing returning id`,
        granted: insertInto(userRoles, grant, userCreated),
        ...also(id),
        audited: auditInsert(audit, userCreated),
      },
      sql`select ${userCreated} as created`,
    ),
  );
  if (!row?.created) return false;
  announceAudit(context, audit);
  return true;
}
