'use client';
import type * as z from 'zod/mini';
import { passwordLogin } from '../../../lambdas/flows/password-login/contract.ts';
import { type Answer, createClient, type Failure } from '../../../lambdas/kernel/http/client.ts';
import type { signInAnswer } from '../../../lambdas/kernel/http/fields.ts';
import { leave } from '../hand-over.ts';
import { session } from './browser.ts';
import { keepPending } from './pending-sign-in.ts';
import { returnTo, withReturnTo } from './return-to.ts';
import { setStolenPassword } from './stolen-password.ts';

const client = createClient({ passwordLogin }).passwordLogin;
type Login = typeof passwordLogin.routes.login;

/** What a sign-in takes, for a form to check before it is sent. */
export const credentials: z.ZodMiniType<unknown, Credentials> = passwordLogin.routes.login.body;

export interface Credentials {
  email: string;
  password: string;
}

export type SignInAnswer = z.output<typeof signInAnswer>;

/**
 * Signs this browser in by whatever way `send` takes: starts the session, or keeps the sign-in that waits for its second
 * step. Whatever the pages before handed over is forgotten then. `pageAfter` says where to go.
 *
 * @throws whatever `send` throws where no answer came.
 */
export async function signInBy<A extends { ok: true; data: SignInAnswer } | Failure>(
  send: () => Promise<A>,
): Promise<A> {
  const answer = await session.exclusively(send);
  if (!answer.ok) return answer;
  leave(null);
  if ('mfa_required' in answer.data) keepPending({ token: answer.data.mfa_token, methods: answer.data.methods });
  else {
    keepPending(null);
    session.start(answer.data);
    setStolenPassword(answer.data.password_change_recommended ? answer.data.user.id : null);
  }
  return answer;
}

/** Signs this browser in by password. */
export function signIn({ email, password }: Credentials): Promise<Answer<Login>> {
  return signInBy(() => client.login({ body: { email, password } }));
}

/** Where a sign-in leads: to its second step where that is due, else to where the person wanted to be. */
export function pageAfter(data: SignInAnswer, wanted: string | null): string {
  const place = returnTo(wanted);
  return 'mfa_required' in data ? withReturnTo('/mfa', place) : place;
}
