'use client';
import type * as z from 'zod/mini';
import { passwordLogin } from '../../../lambdas/flows/password-login/contract.ts';
import { type Answer, createClient } from '../../../lambdas/kernel/http/client.ts';
import { leave } from '../hand-over.ts';
import { session } from './browser.ts';

const client = createClient({ passwordLogin }).passwordLogin;
type Login = typeof passwordLogin.routes.login;

/** What a sign-in takes, for a form to check before it is sent. */
export const credentials: z.ZodMiniType<unknown, Credentials> = passwordLogin.routes.login.body;

export interface Credentials {
  email: string;
  password: string;
}

/**
 * Signs this browser in by password. Whatever the pages before handed over is forgotten then.
 *
 * @throws whatever `fetch` throws where no answer came.
 */
export async function signIn({ email, password }: Credentials): Promise<Answer<Login>> {
  const answer = await session.exclusively(() => client.login({ body: { email, password } }));
  if (!answer.ok) return answer;
  leave(null);
  if (!('mfa_required' in answer.data)) session.start(answer.data);
  return answer;
}
