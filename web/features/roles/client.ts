import { roles } from '../../../lambdas/flows/roles/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';

export const client = createClient({ roles }).roles;
export const { routes } = roles;
