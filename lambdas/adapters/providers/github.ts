import {
  buildAuthorizationUrl,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  customFetch,
} from 'openid-client';
import * as z from 'zod/mini';
import { DependencyUnavailable } from '../../ports/dependency.ts';
import { type IdentityProviders, ProviderRefused, type ProviderSettings } from '../../ports/identity-providers.ts';
import { asPort, libraryTimeout, redeemCode, throughOurs } from './client.ts';
import type { ConfinedFetch } from './confined-fetch.ts';
import type { ProviderOptions } from './open-id.ts';

/** No metadata is published ("Authorizing OAuth apps"). */
const metadata = {
  issuer: 'https://github.com/login/oauth',
  authorization_endpoint: 'https://github.com/login/oauth/authorize',
  token_endpoint: 'https://github.com/login/oauth/access_token',
};
const api = 'https://api.github.com';
/** Of the identities: GitHub names none. */
const issuer = 'https://github.com';

const account = z.object({ id: z.int(), name: z.nullish(z.string()) });
const addresses = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** GitHub: OAuth without ID tokens, so its API is asked who the access token stands for. */
export function gitHubProvider({ fetch, secretOf }: Omit<ProviderOptions, 'clock'>): IdentityProviders {
  async function configure({ id, clientId }: ProviderSettings): Promise<Configuration> {
    const configuration = new Configuration(metadata, clientId, {}, ClientSecretPost(await secretOf(id)));
    configuration[customFetch] = throughOurs(fetch);
    configuration.timeout = libraryTimeout;
    return configuration;
  }

  return {
    authorizationUrl: (provider, trip) =>
      asPort(async () => {
        const url = buildAuthorizationUrl(await configure(provider), {
          redirect_uri: trip.redirectUri,
          scope: 'user:email',
          state: trip.state,
          code_challenge: await calculatePKCECodeChallenge(trip.verifier),
          code_challenge_method: 'S256',
        });
        return url.href;
      }),
    redeem: (provider, trip, answer) =>
      asPort(async () => {
        const tokens = await redeemCode(await configure(provider), trip, answer, { isOpenId: false });
        const ask = <T>(path: string, shape: z.ZodMiniType<T>) => read(fetch, tokens.access_token, path, shape);
        const [{ id, name }, list] = await Promise.all([
          ask('/user', account),
          ask('/user/emails?per_page=100', addresses),
        ]);
        const primary = list.find((one) => one.primary);
        return {
          issuer,
          subject: String(id),
          email: primary?.email ?? null,
          emailVerified: primary?.verified === true,
          name: name ?? null,
          authTime: null,
          hostedDomain: null,
          domainVerified: false,
        };
      }),
  };
}

async function read<T>(fetch: ConfinedFetch, token: string, path: string, shape: z.ZodMiniType<T>): Promise<T> {
  const response = await fetch(`${api}${path}`, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      // Required ("Getting started with the REST API").
      'user-agent': 'Gatehouse',
    },
  });
  if (response.status === 401 || response.status === 403) throw new ProviderRefused(`api_${response.status}`);
  if (response.status !== 200)
    throw new DependencyUnavailable('provider', new Error(`${path} answered ${response.status}`));
  const parsed = shape.safeParse(await response.json());
  if (!parsed.success) throw new DependencyUnavailable('provider', new Error(`${path} answered something else`));
  return parsed.data;
}
