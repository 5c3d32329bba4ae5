import { defineFlow } from '../../kernel/http/flow.ts';
import { actAsHandlers } from './act-as-handlers.ts';
import { administration } from './contract.ts';
import { insightHandlers } from './insight-handlers.ts';
import { jobHandlers } from './job-handlers.ts';
import { userHandlers } from './user-handlers.ts';

export const administrationFlow = defineFlow(administration, {
  ...userHandlers,
  ...insightHandlers,
  ...jobHandlers,
  ...actAsHandlers,
});
