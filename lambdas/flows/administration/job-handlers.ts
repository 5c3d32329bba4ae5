import { viewOfJob } from '../../domain/job/job-view.ts';
import type { Handlers } from '../../kernel/http/flow.ts';
import { startBulk } from './bulk.ts';
import { exportUsers, startUserExport } from './export.ts';
import { csvType, type jobRoutes, ndjsonType } from './job-routes.ts';
import { getJob, getJobResult } from './jobs.ts';

export const jobHandlers: Handlers<typeof jobRoutes> = {
  exportUsers: async ({ principal, query }, context) => {
    const { body, next } = await exportUsers(context, principal, query);
    return { data: body, headers: fileHeaders({ format: query.format, name: 'users', next }) };
  },
  startUserExport: async ({ principal, query }, context) => ({
    data: viewOfJob(await startUserExport(context, principal, query), []),
    message: 'The export is being made. You get a mail when it is ready.',
  }),
  startBulk: async ({ principal, body }, context) => ({
    data: viewOfJob(await startBulk(context, principal, body), []),
    message: 'It is being done. How far it is, the job says.',
  }),
  getJob: async ({ principal, params }, context) => {
    const { job, errors } = await getJob(context, principal, params.id);
    return { data: viewOfJob(job, errors) };
  },
  getJobResult: async ({ principal, params, query }, context) => {
    const { body, ...file } = await getJobResult(context, principal, params.id, query.part);
    return { data: body, headers: fileHeaders(file) };
  },
};

interface File {
  format: 'csv' | 'ndjson';
  name: string;
  next: string | null;
}

function fileHeaders({ format, name, next }: File): Record<string, string> {
  return {
    'content-type': format === 'csv' ? csvType : ndjsonType,
    'content-disposition': `attachment; filename="${name}.${format}"`,
    // RFC 8288.
    ...(next && { link: `<${next}>; rel="next"` }),
  };
}
