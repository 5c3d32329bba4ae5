import { administration } from '../../../lambdas/flows/administration/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';

export const client = createClient({ administration }).administration;
export const { routes } = administration;
