/** Asking for a mail with which a new password is set. No answer tells whether the address has an account. */
import { askForMail } from '../../domain/one-time-token/asked-mail.ts';
import type { Context } from '../../kernel/context.ts';

/** Answers the request token, which alone opens nothing. */
export async function askForReset(
  context: Context,
  address: string,
  deviceCookie: string | undefined,
): Promise<string> {
  context.metrics.count('PasswordResetAsked');
  return askForMail(context, address, deviceCookie, {
    kind: 'reset_password',
    lifetimeSeconds: context.config.lifetimes.passwordReset,
    action: 'password.reset_asked',
    mail: (addressee) => ({ template: 'reset_password', ...addressee }),
  });
}
