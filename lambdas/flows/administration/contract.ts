import { defineContract } from '../../kernel/http/contract.ts';
import { actAsRoutes } from './act-as-routes.ts';
import { insightRoutes } from './insight-routes.ts';
import { jobRoutes } from './job-routes.ts';
import { userRoutes } from './user-routes.ts';

/** docs/flows/administration.md. */
export const administration = defineContract({
  flow: 'administration',
  needs: ['database', 'store', 'mail', 'sign', 'settings'],
  routes: { ...userRoutes, ...insightRoutes, ...jobRoutes, ...actAsRoutes },
});
