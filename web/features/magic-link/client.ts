import { magicLink } from '../../../lambdas/flows/magic-link/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';

export const { askForLink, signInByMail } = createClient({ magicLink }).magicLink;

/** What each call takes, for a form to check before it is sent. */
export const { routes } = magicLink;
