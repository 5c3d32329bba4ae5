import { viewOfJob } from '../../domain/job/job-view.ts';
import { exportReply } from '../../kernel/http/export-file.ts';
import type { Handlers } from '../../kernel/http/flow.ts';
import { startBulk } from './bulk.ts';
import { exportUsers, startUserExport } from './export.ts';
import type { jobRoutes } from './job-routes.ts';
import { getJob, getJobResult } from './jobs.ts';

export const jobHandlers: Handlers<typeof jobRoutes> = {
  exportUsers: async ({ principal, query }, context) => exportReply(await exportUsers(context, principal, query)),
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
  getJobResult: async ({ principal, params, query }, context) =>
    exportReply(await getJobResult(context, principal, params.id, query.part)),
};
