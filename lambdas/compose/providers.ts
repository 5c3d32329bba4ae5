import type { ClientSecrets } from '../adapters/providers/client-secrets.ts';
import { confinedFetch } from '../adapters/providers/confined-fetch.ts';
import type { Config } from '../kernel/config.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdentityProviders } from '../ports/identity-providers.ts';

export interface ProvidersOptions {
  config: Pick<Config, 'outgoingHosts'>;
  clock: Clock;
  secretOf: ClientSecrets;
  /** A test's way to providers of its own. */
  fetch?: typeof globalThis.fetch;
}

/** The providers' protocols, loaded at the first call: no other route of a process needs them. */
export function openProviders({ config, clock, secretOf, fetch }: ProvidersOptions): IdentityProviders {
  const confined = confinedFetch({ clock, hosts: config.outgoingHosts, ...(fetch && { fetch }) });
  const opened = async () => {
    const { identityProviders } = await import('../adapters/providers/providers.ts');
    return identityProviders({ clock, fetch: confined, secretOf });
  };
  return {
    authorizationUrl: async (...args) => (await opened()).authorizationUrl(...args),
    redeem: async (...args) => (await opened()).redeem(...args),
  };
}
