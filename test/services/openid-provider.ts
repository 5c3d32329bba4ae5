/** A whole OpenID provider on loopback that somebody else wrote, for sign-ins as they are outside of this process. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

export interface OpenIdProvider {
  issuer: string;
  /** For `GATEHOUSE_PROVIDERS` and `GATEHOUSE_PROVIDER_SECRETS`, as the provider `corp`. */
  settings: Record<'GATEHOUSE_PROVIDERS' | 'GATEHOUSE_PROVIDER_SECRETS', string>;
  secrets: Record<string, string>;
  /** From now on this is where browsers may be sent back to: the platform's port is known only once it listens. */
  serve(origin: string): void;
  close(): Promise<void>;
}

const clientId = 'gatehouse';
const clientSecret = 'a secret of the provider, with signs: +%/&';

/** Whoever signs in there as `ada` is ada@corp.example; the domain is the provider's own. */
export async function openIdProvider(): Promise<OpenIdProvider> {
  let provider: Provider | null = null;
  const server = createServer((request, response) => {
    if (!provider) response.writeHead(503).end();
    else if (request.url?.startsWith('/interaction/')) void interact(provider, request, response);
    else void provider.callback()(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256', kid: 'one' };
  const settings = [
    { id: 'corp', kind: 'oidc', name: 'Corp', client_id: clientId, issuer, authoritative_for: ['corp.example'] },
  ];
  return {
    issuer,
    settings: {
      GATEHOUSE_PROVIDERS: JSON.stringify(settings),
      GATEHOUSE_PROVIDER_SECRETS: JSON.stringify({ corp: clientSecret }),
    },
    secrets: { corp: clientSecret },
    serve(origin) {
      const configuration = configurationOf(`${origin}/api/v1/auth/oauth/corp/callback`, jwk);
      provider = quietly(() => new Provider(issuer, configuration));
    },
    close: () => closed(server),
  };
}

function configurationOf(redirectUri: string, jwk: object): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [jwk] } as NonNullable<Configuration['jwks']>,
    cookies: { keys: ['only for tests'] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 300, Interaction: 600, Session: 600 },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    // Whoever signs in agrees.
    async loadExistingGrant({ oidc }) {
      const accountId = oidc.session?.accountId;
      const grant = new oidc.provider.Grant({ clientId, ...(accountId !== undefined && { accountId }) });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    // Claims stand in the ID token, not behind one more call.
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: async () => ({
        sub: accountId,
        email: `${accountId}@corp.example`,
        email_verified: true,
        name: accountId.replace(/^./, (first) => first.toUpperCase()),
      }),
    }),
  };
}

const page = `<!doctype html><html lang="en"><title>Corp</title><h1>Corp</h1><form method="post">
  <label>Name <input name="login"></label>
  <button name="answer" value="yes">Sign in there</button> <button name="answer" value="no">Cancel</button></form>`;

/** The provider's own pages: whoever tells a name is signed in by it. */
async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET') return void response.setHeader('content-type', 'text/html').end(page);
  const form = new URLSearchParams(await text(request));
  const result =
    form.get('answer') === 'no' ? { error: 'access_denied' } : { login: { accountId: form.get('login') ?? 'ada' } };
  await provider.interactionFinished(request, response, result);
}

/** It warns that it is set up for tests. */
function quietly<T>(make: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}

async function closed(server: Server): Promise<void> {
  const ended = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await ended;
}
