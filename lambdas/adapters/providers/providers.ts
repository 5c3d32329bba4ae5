import type { IdentityProviders } from '../../ports/identity-providers.ts';
import { gitHubProvider } from './github.ts';
import { openIdProviders, type ProviderOptions } from './open-id.ts';

/** Every kind of provider, each by the protocol that it speaks. */
export function identityProviders(options: ProviderOptions): IdentityProviders {
  const openId = openIdProviders(options);
  const gitHub = gitHubProvider(options);
  return {
    authorizationUrl: (provider, trip, wanted) =>
      (provider.kind === 'github' ? gitHub : openId).authorizationUrl(provider, trip, wanted),
    redeem: (provider, trip, answer) => (provider.kind === 'github' ? gitHub : openId).redeem(provider, trip, answer),
  };
}
