import { invalidFields } from '../../kernel/errors.ts';
import { type EmailAddress, parseEmail } from './email.ts';

/**
 * The address of a request's field `email`.
 *
 * @throws AuthError 422 under `details.fields.email` where it is no address.
 */
export function requireEmail(address: string): EmailAddress {
  const email = parseEmail(address);
  if (!email) throw invalidFields({ email: 'Enter an e-mail address such as name@example.com.' });
  return email;
}
