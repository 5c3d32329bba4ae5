import type { Context } from '../../kernel/context.ts';
import type { User } from '../user/user.ts';
import type { PasswordChanged } from './notices.ts';

/** Tells the owner that the password is another one now, and what to do where it was not they. */
export function passwordChanged({ clock, request }: Context, { row }: User, how: PasswordChanged['how']) {
  const { email: to, locale } = row;
  const when = clock.now().toISOString();
  const { ip, userAgent } = request;
  return { template: 'password_changed', to, locale, when, ip, userAgent, how } satisfies PasswordChanged;
}
