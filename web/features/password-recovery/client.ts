import { passwordRecovery } from '../../../lambdas/flows/password-recovery/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';

export const { forgotPassword, resetPassword, changePassword } = createClient({ passwordRecovery }).passwordRecovery;

/** What each call takes, for a form to check before it is sent. */
export const { routes } = passwordRecovery;
