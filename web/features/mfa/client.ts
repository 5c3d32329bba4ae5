import { mfa } from '../../../lambdas/flows/mfa/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';

export const client = createClient({ mfa }).mfa;
