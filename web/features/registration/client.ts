import { registration } from '../../../lambdas/flows/registration/contract.ts';
import { type Answer, createClient } from '../../../lambdas/kernel/http/client.ts';

export const { register, verifyEmail, verifyEmailPassword, acceptInvitation, revertEmail } = createClient({
  registration,
}).registration;

/** What each call takes, for a form to check before it is sent. */
export const { routes } = registration;

export type VerifyAnswer = Answer<typeof registration.routes.verifyEmail>;
export type Verified = Extract<VerifyAnswer, { ok: true }>['data'];
