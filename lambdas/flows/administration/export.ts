import { type ExportSource, exportPart, startExport } from '../../domain/export/export.ts';
import { exportWork } from '../../domain/export/export-work.ts';
import type { JobState } from '../../domain/job/job.ts';
import { pageOfUsers } from '../../domain/user/user-list.ts';
import type { Context, Principal } from '../../kernel/context.ts';
import type { ExportPart } from '../../kernel/http/export-file.ts';
import { managedView } from './administration.ts';
import type { UserExportQuery, UserJobQuery } from './job-routes.ts';
import { listingOf, listNameOf } from './user-list.ts';
import { managedUser } from './user-routes.ts';

/** The list of users. */
const source: ExportSource<UserJobQuery> = {
  rows: 'users',
  taken: { action: 'users.exported', resource: 'users' },
  started: { action: 'users.export_started', kind: 'users_export' },
  path: '/api/v1/users/export',
  // A version is good for a change alone.
  columns: Object.keys(managedUser.shape).filter((name) => name !== 'version'),
  list: (query) => listNameOf(listingOf(query)),
  noted: ({ 'filter[search]': search, ...asked }) => ({ ...asked, ...(search !== undefined && { searched: true }) }),
  async read({ database }, query, from) {
    const { users, next } = await pageOfUsers(database, listingOf(query), from);
    return { rows: users.map(managedView), next };
  },
};

/** @throws AuthError 422 as the list does. */
export function exportUsers(context: Context, principal: Principal, query: UserExportQuery): Promise<ExportPart> {
  return exportPart(context, principal, source, query);
}

/** @throws AuthError 422 as the list does. */
export function startUserExport(context: Context, principal: Principal, query: UserJobQuery): Promise<JobState> {
  return startExport(context, principal, source, query);
}

export const userExportWork = exportWork(source);
