import { socialLogin } from '../../../lambdas/flows/social-login/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';

export const client = createClient({ socialLogin }).socialLogin;
