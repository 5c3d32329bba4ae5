import { defineFlow } from '../../kernel/http/flow.ts';
import { administration } from './contract.ts';
import { userHandlers } from './user-handlers.ts';

export const administrationFlow = defineFlow(administration, { ...userHandlers });
