/** Whether a provider's word alone is enough to say whose an address is: decision 0019. */
import type { Assertion, ProviderSettings } from '../../ports/identity-providers.ts';
import { type EmailAddress, parseEmail } from '../user/email.ts';

/** Google hands out the addresses of these domains itself; of others only where it hosts the organisation (`hd`). */
const googlesOwn: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/**
 * The address that the provider is authoritative for: it alone decides who reads its mail, or has proven it as well as
 * we would. Null where it has none, or where it only repeats what somebody once told it.
 */
export function provenAddress(provider: ProviderSettings, assertion: Assertion): EmailAddress | null {
  const address = assertion.email === null ? null : parseEmail(assertion.email);
  return address && isAuthoritative(provider, assertion, address) ? address : null;
}

function isAuthoritative(provider: ProviderSettings, assertion: Assertion, { key }: EmailAddress): boolean {
  const domain = key.slice(key.lastIndexOf('@') + 1);
  const { emailVerified, hostedDomain, domainVerified } = assertion;
  switch (provider.kind) {
    case 'google':
      return emailVerified && (googlesOwn.has(domain) || hostedDomain !== null);
    case 'microsoft':
      // Without it any directory can write any address into its people's profiles ("nOAuth").
      return domainVerified;
    case 'github':
    case 'apple':
      return emailVerified;
    default:
      return emailVerified && provider.authoritativeFor.includes(domain);
  }
}
