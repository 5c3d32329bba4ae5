/** Where a person goes once the mailbox is proven. */
import { leave } from '../../lib/hand-over.ts';
import { registrations } from '../../lib/kept-registrations.ts';
import { pageAfter, signIn } from '../../lib/session/sign-in.ts';
import type { Verified } from './client.ts';
import { keepPasswordDue } from './password-due.ts';

/** Verifying signs nobody in: with the password at hand this does, else the sign-in page asks for it. */
export async function arrive(verified: Verified, password: string | null): Promise<string> {
  const { email } = verified.user;
  registrations.forget(email);
  if (verified.password_required && verified.token) {
    keepPasswordDue({ token: verified.token, email, wrong: password !== null });
    return '/verify-email';
  }
  return password === null ? toSignIn(email) : enter(email, password);
}

/** Signs in; where that does not work the sign-in page says what is in the way. */
export async function enter(email: string, password: string): Promise<string> {
  const answer = await signIn({ email, password }).catch(() => null);
  return answer?.ok ? pageAfter(answer.data, null) : toSignIn(email);
}

function toSignIn(email: string): string {
  leave({ email, verified: true });
  return '/sign-in';
}
