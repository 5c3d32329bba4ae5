/** Asking for an account, and for another mail. No answer tells whether the address has an account. */
import { checkNotBreached } from '../../domain/credential/breached-password.ts';
import { checkPassword } from '../../domain/credential/new-password.ts';
import { hashPassword } from '../../domain/credential/password-hash.ts';
import { refuseMail, reserveMail } from '../../domain/mail/mail-budget.ts';
import { requireEmail } from '../../domain/user/required-email.ts';
import { findUserByEmailKey } from '../../domain/user/users.ts';
import type { Context } from '../../kernel/context.ts';
import { newToken } from '../../kernel/crypto.ts';
import { requestVerification } from './verification-request.ts';

export interface RegisterInput {
  email: string;
  password: string;
  name: string;
}

/** Answers the request token, which alone opens nothing. */
export async function register(context: Context, input: RegisterInput): Promise<string> {
  const email = requireEmail(input.email);
  checkPassword(context, input.password, [email.email, input.name]);
  await checkNotBreached(context, input.password);
  const budget = await reserveMail(context, { emailKey: email.key, isMailed: true });
  const passwordHash = await hashPassword(context, input.password);
  const requestToken = newToken();
  context.metrics.count('RegistrationAsked');
  const find = () => findUserByEmailKey(context.database, email.key);
  if (!budget.allowed) await refuseMail(context, (await find())?.row.id ?? null, budget);
  else {
    const asked = { requestTokenHash: requestToken.hash, pending: { passwordHash, name: input.name } };
    // Of two first registrations at once one makes the row; the other then finds it and joins it.
    const done = await requestVerification(context, email, await find(), asked);
    if (!done) await requestVerification(context, email, await find(), asked);
  }
  return requestToken.token;
}

/** Another verification mail for an address that waits for one. It says nothing about who chose the password. */
export async function resendVerification(context: Context, address: string): Promise<string> {
  const email = requireEmail(address);
  const requestToken = newToken();
  const found = await findUserByEmailKey(context.database, email.key);
  const budget = await reserveMail(context, { emailKey: email.key, isMailed: found !== null });
  if (!budget.allowed) await refuseMail(context, found?.row.id ?? null, budget);
  else await requestVerification(context, email, found, { requestTokenHash: requestToken.hash, pending: null });
  return requestToken.token;
}
