import type { Context } from '../../kernel/context.ts';
import { invalidFields } from '../../kernel/errors.ts';
import { passwordFault } from './password-policy.ts';

/**
 * Refuses a password that this account may not have. `about` is what an attacker would try first: the address, the
 * name. `field` is what the request calls it.
 *
 * @throws AuthError 422 with the reason under that field.
 */
export function checkPassword(context: Context, password: string, about: readonly string[], field = 'password'): void {
  const { minLength, maxLength } = context.config.password;
  const fault = passwordFault(password, { minLength, maxLength, context: [...about, context.config.brand.name] });
  if (fault) throw invalidFields({ [field]: fault.message });
}
