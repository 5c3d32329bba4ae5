/** Asking for an account, and for another mail. No answer tells whether the address has an account. */
import { auditStrangersRefusal } from '../../domain/audit/audit.ts';
import { checkPassword } from '../../domain/credential/new-password.ts';
import { hashPassword } from '../../domain/credential/password-hash.ts';
import { type MailBudget, reserveMail } from '../../domain/mail/mail-budget.ts';
import { nudge } from '../../domain/outbox/outbox.ts';
import { requireEmail } from '../../domain/user/required-email.ts';
import type { User } from '../../domain/user/user.ts';
import { findUserByEmailKey } from '../../domain/user/users.ts';
import type { Context } from '../../kernel/context.ts';
import { newToken } from '../../kernel/crypto.ts';
import { mailBudget } from '../../kernel/http/limits.ts';
import { newId } from '../../kernel/id.ts';
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
  const budget = await reserveMail(context, email.key, true);
  const passwordHash = await hashPassword(context, input.password);
  const requestToken = newToken();
  context.metrics.count('RegistrationAsked');
  const find = () => findUserByEmailKey(context.database, email.key);
  if (!budget.allowed) await refuseMail(context, await find(), budget);
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
  // No mail goes to an address without an account: asking for it must not use up what its registration needs.
  const budget = await reserveMail(context, found ? email.key : `nobody ${email.key}`, found !== null);
  if (!budget.allowed) await refuseMail(context, found, budget);
  else await requestVerification(context, email, found, { requestTokenHash: requestToken.hash, pending: null });
  return requestToken.token;
}

/**
 * The answer does not tell; the account's owner can see the first one in their activity. It costs what an ask costs
 * that is let through: whether the budget is spent can depend on whether there is an account.
 */
async function refuseMail(context: Context, found: User | null, { isFirstRefusal }: MailBudget): Promise<void> {
  await auditStrangersRefusal(context, {
    action: 'mail.asked',
    userId: isFirstRefusal && found ? found.row.id : null,
    details: { reason: 'rate_limited', limit: mailBudget.name },
  });
  await nudge(context, [{ id: newId(context.clock) }]);
}
