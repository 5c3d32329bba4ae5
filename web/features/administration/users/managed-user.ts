import type { Answer } from '../../../../lambdas/kernel/http/client.ts';
import type { routes } from '../client.ts';

/** A user as administrators see one. */
export type ManagedUser = Extract<Answer<typeof routes.getUser>, { ok: true }>['data'];
