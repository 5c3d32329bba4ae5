'use client';
import { ExportDialog } from '../../../lib/administration/export-dialog.tsx';
import { authorized } from '../../../lib/session/browser.ts';
import { client } from '../client.ts';
import { isFiltered, type UserFilters, usersQuery } from './users-query.ts';

export interface UsersExportProps {
  filters: UserFilters;
  /** The job that the address names; empty where it names none. */
  jobId: string;
  onJob(id: string | null): void;
}

/** The users as a file, as they are filtered. */
export function UsersExport({ filters, jobId, onJob }: UsersExportProps) {
  const query = usersQuery(filters);
  return (
    <ExportDialog
      what="users"
      name="users"
      isFiltered={isFiltered(filters)}
      read={(format, cursor) =>
        authorized((bearer) => client.exportUsers({ bearer, query: { ...query, format, cursor } }))
      }
      start={(format, call) => client.startUserExport({ ...call, query: { ...query, format } })}
      jobId={jobId}
      onJob={onJob}
    />
  );
}
