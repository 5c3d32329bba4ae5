import {
  allowInsecureRequests,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  clockSkew,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  type IDToken,
} from 'openid-client';
import type { Clock } from '../../ports/clock.ts';
import {
  type Assertion,
  type IdentityProviders,
  ProviderRefused,
  type ProviderSettings,
} from '../../ports/identity-providers.ts';
import { systemClock } from '../clock/system.ts';
import { appleClientSecret, appleIssuer } from './apple-secret.ts';
import { asPort, libraryTimeout, redeemCode, throughOurs } from './client.ts';
import type { ClientSecrets } from './client-secrets.ts';
import type { ConfinedFetch } from './confined-fetch.ts';

export interface ProviderOptions {
  clock: Clock;
  fetch: ConfinedFetch;
  secretOf: ClientSecrets;
}

type OpenIdSettings = Exclude<ProviderSettings, { kind: 'github' }>;

/** How far a provider's clock may be ahead of ours. */
const aheadSeconds = 60;

/** Providers that speak OpenID Connect. The library checks as its Core 3.1.3.7 says; what it leaves open is checked here. */
export function openIdProviders({ clock, fetch, secretOf }: ProviderOptions): IdentityProviders {
  async function configure(provider: OpenIdSettings): Promise<Configuration> {
    const issuer = issuerOf(provider);
    // Our time is the clock's, the library's is the machine's.
    const skew = (clock.now().getTime() - systemClock.now().getTime()) / 1000;
    const configuration = await discovery(
      new URL(issuer),
      provider.clientId,
      { [clockSkew]: skew },
      authenticatedBy(provider, await secretFor(provider)),
      {
        [customFetch]: throughOurs(fetch),
        timeout: libraryTimeout,
        // By the keys of the metadata and by asymmetric algorithms alone, although the token came over TLS.
        execute: [enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [allowInsecureRequests] : [])],
      },
    );
    // Compared as texts: the library compares addresses (OpenID Connect Discovery 4.3).
    if (provider.kind !== 'microsoft' && configuration.serverMetadata().issuer !== issuer)
      throw new ProviderRefused('metadata_of_another_issuer');
    return configuration;
  }

  async function secretFor(provider: OpenIdSettings): Promise<string> {
    const secret = await secretOf(provider.id);
    return provider.kind === 'apple' ? appleClientSecret(clock, provider, secret) : secret;
  }

  return {
    authorizationUrl: (provider, trip, { stepsUp }) =>
      asPort(async () => {
        const url = buildAuthorizationUrl(await configure(openId(provider)), {
          redirect_uri: trip.redirectUri,
          scope: provider.kind === 'apple' ? 'openid email name' : 'openid email profile',
          state: trip.state,
          nonce: trip.nonce,
          code_challenge: await calculatePKCECodeChallenge(trip.verifier),
          code_challenge_method: 'S256',
          // Apple gives name and address in no other way ("Configuring your webpage for Sign in with Apple").
          ...(provider.kind === 'apple' && { response_mode: 'form_post' }),
          ...(stepsUp && { max_age: '0', prompt: 'login' }),
        });
        return url.href;
      }),
    redeem: (given, trip, answer) =>
      asPort(async () => {
        const provider = openId(given);
        const tokens = await redeemCode(await configure(provider), trip, answer, { isOpenId: true });
        const claims = tokens.claims();
        if (!claims) throw new ProviderRefused('no_id_token');
        return assertionOf(provider, claims, clock.now().getTime() / 1000);
      }),
  };
}

function openId(provider: ProviderSettings): OpenIdSettings {
  if (provider.kind === 'github') throw new Error('GitHub speaks no OpenID Connect');
  return provider;
}

function issuerOf(provider: OpenIdSettings): string {
  switch (provider.kind) {
    case 'google':
      return 'https://accounts.google.com';
    case 'apple':
      return appleIssuer;
    case 'microsoft':
      // Of one directory its own; of several the common one, whose issuer has the tenant's place left open.
      return `https://login.microsoftonline.com/${provider.tenants.length === 1 ? provider.tenants[0] : 'organizations'}/v2.0`;
    default:
      return provider.issuer;
  }
}

/** RFC 6749 2.3.1: the header, unless the metadata says that it is not taken. The known kinds all take the body. */
function authenticatedBy({ kind }: OpenIdSettings, secret: string): ClientAuth {
  const byPost = ClientSecretPost(secret);
  const byHeader = ClientSecretBasic(secret);
  return (metadata, client, body, headers) => {
    const taken = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const byBody = kind !== 'oidc' || !taken.includes('client_secret_basic');
    return (byBody ? byPost : byHeader)(metadata, client, body, headers);
  };
}

/** The library has seen to signature, issuer, nonce and the presence of every required claim. */
function assertionOf(provider: OpenIdSettings, claims: IDToken, now: number): Assertion {
  const { aud, azp, iat, exp, iss, sub } = claims;
  const isForUs = Array.isArray(aud) ? aud.length === 1 && aud[0] === provider.clientId : aud === provider.clientId;
  if (!isForUs || (azp !== undefined && azp !== provider.clientId)) throw new ProviderRefused('audience');
  if (exp <= now || iat > now + aheadSeconds) throw new ProviderRefused('times');
  if (provider.kind === 'microsoft') requireTenant(provider, claims);
  const { email, auth_time: authTime } = claims;
  return {
    issuer: iss,
    subject: sub,
    email: textOf(email),
    emailVerified: isTrue(provider, claims.email_verified),
    name: textOf(claims.name),
    authTime: typeof authTime === 'number' ? new Date(authTime * 1000) : null,
    hostedDomain: textOf(claims.hd),
    // Optional claims of Microsoft come as a boolean, a number or a text.
    domainVerified: ['true', '1'].includes(String(claims.xms_edov)),
  };
}

/** The issuer is compared with the tenant filled in, and the tenant with those that may sign in. */
function requireTenant(provider: Extract<ProviderSettings, { kind: 'microsoft' }>, { iss, tid }: IDToken): void {
  const allowed = typeof tid === 'string' && provider.tenants.includes(tid);
  if (!allowed || iss !== `https://login.microsoftonline.com/${tid}/v2.0`) throw new ProviderRefused('tenant');
}

/** Apple alone may say it as a text ("Authenticating users with Sign in with Apple"). */
function isTrue({ kind }: OpenIdSettings, value: unknown): boolean {
  return value === true || (kind === 'apple' && value === 'true');
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
