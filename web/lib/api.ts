/** The typed client's types as the web app uses them. Each feature makes the client of its own flow's contract. */
import type * as z from 'zod/mini';
import type { account } from '../../lambdas/flows/account/contract.ts';
import type { session } from '../../lambdas/flows/session/contract.ts';
import type { Client } from '../../lambdas/kernel/http/client.ts';
import type { tokens, user } from '../../lambdas/kernel/http/fields.ts';

export type User = z.output<typeof user>;
export type Tokens = z.output<typeof tokens>;
export type SessionClient = Pick<Client<{ session: typeof session }>['session'], 'refresh' | 'logout'>;
export type ProfileChange = z.input<typeof account.routes.updateMe.body>;
