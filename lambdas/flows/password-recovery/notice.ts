import type { PasswordChanged } from '../../domain/mail/notices.ts';
import type { User } from '../../domain/user/user.ts';
import type { Context } from '../../kernel/context.ts';

/** Tells the owner that the password is another one now, and what to do where it was not they. */
export function passwordChanged({ clock, request }: Context, { row }: User, how: PasswordChanged['how']) {
  const { email: to, locale } = row;
  const when = clock.now().toISOString();
  const { ip, userAgent } = request;
  return { template: 'password_changed', to, locale, when, ip, userAgent, how } satisfies PasswordChanged;
}
