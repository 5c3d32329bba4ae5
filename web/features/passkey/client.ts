import { passkey } from '../../../lambdas/flows/passkey/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';

export const client = createClient({ passkey }).passkey;
