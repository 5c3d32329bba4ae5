/** The list of users as a file: in parts by requests, or whole by a job. */
import { announceAudit, auditInsert, auditRow } from '../../domain/audit/audit.ts';
import { csvLine, ndjsonLine } from '../../domain/csv.ts';
import { exportWork } from '../../domain/job/export-work.ts';
import type { JobState } from '../../domain/job/job.ts';
import { startJob } from '../../domain/job/jobs.ts';
import { cursorOf, positionOf } from '../../domain/page.ts';
import type { ManagedUser } from '../../domain/user/managed-users.ts';
import { pageOfUsers } from '../../domain/user/user-list.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import { managedView } from './administration.ts';
import type { UserExportQuery, UserJobQuery } from './job-routes.ts';
import { listingOf, listNameOf } from './user-list.ts';

/** A database answers less than 1 MiB at once: so many rows, of which each may bear an address of a picture. */
const rowsAtOnce = 200;
const readsOfPart = 5;

export interface ExportedPart {
  body: string;
  /** The address of the next part; null at the end. */
  next: string | null;
}

/**
 * At most 1,000 rows; fewer, perhaps none, where few of those that were looked at fit. The first part leaves a row in the
 * audit log: whoever takes the list away is seen in it.
 *
 * @throws AuthError 422 as the list does.
 */
export async function exportUsers(
  context: Context,
  principal: Principal,
  query: UserExportQuery,
): Promise<ExportedPart> {
  const listing = listingOf(query);
  // Another's cursor would go past that row.
  const name = ['export', principal.userId, query.format, ...listNameOf(listing)];
  const after = await positionOf(context, name, query);
  if (after === null) await told(context, principal, query);
  const users: ManagedUser[] = [];
  let next = after;
  for (let reads = 0; reads < readsOfPart; reads += 1) {
    const page = await pageOfUsers(context.database, listing, { after: next, limit: rowsAtOnce });
    users.push(...page.users);
    next = page.next;
    if (next === null) break;
  }
  const lines = users.map((user) => userLine(user, query));
  const body = [...(after === null ? [headOf(query)] : []), ...lines].join('');
  return { body, next: next && partAddress(context, query, await cursorOf(context, name, next)) };
}

/** @throws AuthError 422 as the list does. */
export async function startUserExport(context: Context, principal: Principal, query: UserJobQuery): Promise<JobState> {
  listingOf(query);
  return startJob(context, principal, {
    kind: 'users_export',
    input: { query },
    total: 0,
    action: 'users.export_started',
    details: query,
  });
}

export const userExportWork = exportWork({
  rows: 'users',
  head: (input) => headOf(queryOf(input)),
  async read({ database }, input, after) {
    const query = queryOf(input);
    const { users, next } = await pageOfUsers(database, listingOf(query), { after, limit: rowsAtOnce });
    return { lines: users.map((user) => userLine(user, query)), next };
  },
});

/** As the contract had it when the job was started. */
function queryOf({ query }: JobState['input']): UserJobQuery {
  return query as UserJobQuery;
}

const columns = [
  'id',
  'email',
  'name',
  'locale',
  'avatar_url',
  'is_active',
  'email_verified',
  'reset_required',
  'roles',
  'two_step',
  'passkeys',
  'has_password',
  'identities',
  'last_seen_at',
  'created_at',
  'updated_at',
  'deleted_at',
] as const satisfies readonly (keyof ReturnType<typeof managedView>)[];

function headOf({ format }: UserJobQuery): string {
  return format === 'csv' ? csvLine(columns) : '';
}

function userLine(user: ManagedUser, { format }: UserJobQuery): string {
  const view = managedView(user);
  if (format === 'ndjson') return ndjsonLine(view);
  return csvLine(
    columns.map((name) => {
      const value = view[name];
      return typeof value === 'object' && value !== null ? value.join(' ') : value;
    }),
  );
}

function partAddress({ config }: Context, query: UserExportQuery, cursor: string): string {
  const address = new URL('/api/v1/users/export', config.origin);
  for (const [name, value] of Object.entries({ ...query, cursor }))
    if (value !== undefined) address.searchParams.set(name, String(value));
  return address.href;
}

async function told(context: Context, { userId, sessionId }: Principal, query: UserExportQuery): Promise<void> {
  const { cursor, ...asked } = query;
  const row = auditRow(context, {
    action: 'users.exported',
    resource: 'users',
    userId: null,
    actorId: userId,
    outcome: 'success',
    sessionId,
    details: asked,
  });
  await context.database.rows(auditInsert(row));
  announceAudit(context, row);
}
