/** Sign-in providers in this process, by their protocols: metadata, key sets, token endpoints, GitHub's API. */
import { createHash, randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const microsoftTenant = '11111111-2222-4333-8444-555555555555';
export const otherTenant = '99999999-2222-4333-8444-555555555555';

/** By the ids of `providerSettings`. */
const issuers = {
  google: 'https://accounts.google.com',
  apple: 'https://appleid.apple.com',
  work: `https://login.microsoftonline.com/${microsoftTenant}/v2.0`,
  both: 'https://login.microsoftonline.com/organizations/v2.0',
  corp: 'https://login.corp.example',
  club: 'https://login.club.example/tenant',
} as const;

const clientId = 'gatehouse';

export const providerSettings = [
  { id: 'google', kind: 'google', client_id: clientId },
  { id: 'github', kind: 'github', client_id: clientId },
  { id: 'apple', kind: 'apple', client_id: clientId, team_id: 'ABCDE12345', key_id: 'FGHIJ67890' },
  { id: 'work', kind: 'microsoft', client_id: clientId, tenants: [microsoftTenant] },
  { id: 'both', kind: 'microsoft', client_id: clientId, tenants: [microsoftTenant, otherTenant] },
  {
    id: 'corp',
    kind: 'oidc',
    name: 'Corp',
    client_id: clientId,
    issuer: issuers.corp,
    authoritative_for: ['corp.example'],
  },
  { id: 'club', kind: 'oidc', name: 'Club', client_id: clientId, issuer: issuers.club },
];

export type ProviderId = keyof typeof issuers | 'github';

/** Who agrees at the provider: the claims of the ID token, or GitHub's answers. */
export interface Account {
  sub: string;
  email?: string;
  email_verified?: unknown;
  name?: string;
  [claim: string]: unknown;
}

/** What a provider, or whoever plays it, does otherwise. */
export interface Tweak {
  /** Of the ID token, over those that are right; `undefined` leaves a claim out. */
  claims?: Record<string, unknown>;
  sign?: 'other key' | 'none' | 'HS256';
  /** Instead of the token endpoint's answer. */
  answer?: () => Response | Promise<Response>;
}

interface Grant {
  issuer: string;
  challenge: string;
  redirectUri: string;
  nonce: string | null;
  account: Account;
  tweak: Tweak;
}

export interface IdentityProviders {
  fetch: typeof globalThis.fetch;
  secrets: Record<string, string>;
  /** Every address that was called. */
  calls: string[];
  /** Calls of token endpoints. */
  redeemed(): number;
  /** The person signs in at the provider: what their browser brings back. */
  agree(location: string, account: Account, tweak?: Tweak): Record<string, string>;
  /** Makes every call fail, as an unreachable provider does; null makes them work again. */
  break(how: (() => Promise<Response>) | null): void;
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

export async function identityProviders(now: () => Date): Promise<IdentityProviders> {
  const [keys, others, applePair] = await Promise.all([
    generateKeyPair('ES256'),
    generateKeyPair('ES256'),
    generateKeyPair('ES256', { extractable: true }),
  ]);
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', use: 'sig', alg: 'ES256' };
  const applePem = await (await import('jose')).exportPKCS8(applePair.privateKey);
  const grants = new Map<string, Grant>();
  const tokens = new Map<string, Account>();
  const calls: string[] = [];
  let broken: (() => Promise<Response>) | null = null;

  async function idToken({ issuer, nonce, account, tweak }: Grant): Promise<string> {
    const seconds = Math.floor(now().getTime() / 1000);
    const iss = issuer === issuers.both ? `https://login.microsoftonline.com/${account.tid}/v2.0` : issuer;
    const usual = { iss, aud: clientId, iat: seconds, exp: seconds + 300, nonce, ...account, ...tweak.claims };
    const claims = Object.fromEntries(Object.entries(usual).filter(([, value]) => value !== undefined));
    const header = { alg: 'ES256', kid: 'one' };
    if (tweak.sign === 'HS256')
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('secret-of-corp'));
    if (tweak.sign === 'none') {
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part({ alg: 'none' })}.${part(claims)}.`;
    }
    return new SignJWT(claims)
      .setProtectedHeader(header)
      .sign(tweak.sign === 'other key' ? others.privateKey : keys.privateKey);
  }

  async function token(body: URLSearchParams): Promise<Response> {
    const code = body.get('code') ?? '';
    const grant = grants.get(code);
    grants.delete(code);
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    if (!grant || grant.challenge !== challenge || grant.redirectUri !== body.get('redirect_uri'))
      return json({ error: 'invalid_grant' }, 400);
    if (grant.tweak.answer) return grant.tweak.answer();
    const access = randomUUID();
    tokens.set(access, grant.account);
    const openId = grant.issuer === 'github' ? {} : { id_token: await idToken(grant) };
    return json({ access_token: access, token_type: 'bearer', ...openId });
  }

  function gitHubApi(path: string, authorization: string | null): Response {
    const account = tokens.get(authorization?.replace('Bearer ', '') ?? '');
    if (!account) return json({ message: 'Bad credentials' }, 401);
    if (path === '/user') return json({ id: Number(account.sub), login: 'x', name: account.name ?? null });
    return json(account.emails ?? [{ email: account.email, primary: true, verified: account.email_verified === true }]);
  }

  return {
    calls,
    secrets: { ...Object.fromEntries(providerSettings.map(({ id }) => [id, `secret-of-${id}`])), apple: applePem },
    redeemed: () => calls.filter((call) => call.startsWith('POST ')).length,
    break(how) {
      broken = how;
    },
    async fetch(input, init = {}) {
      const url = new URL(String(input));
      calls.push(`${init.method ?? 'GET'} ${url.origin}${url.pathname}`);
      if (broken) return broken();
      if (url.host === 'api.github.com') return gitHubApi(url.pathname, new Headers(init.headers).get('authorization'));
      if (init.method === 'POST') return token(new URLSearchParams(String(init.body)));
      const issuer = Object.values(issuers).find((one) => url.href.startsWith(one));
      if (!issuer) return json({}, 404);
      if (url.pathname.endsWith('/keys')) return json({ keys: [jwk] });
      return json({
        issuer: issuer === issuers.both ? 'https://login.microsoftonline.com/{tenantid}/v2.0' : issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
        ...(issuer === issuers.corp && { authorization_response_iss_parameter_supported: true }),
      });
    },
    agree(location, account, tweak = {}) {
      const { searchParams, host, pathname, origin } = new URL(location);
      const code = randomUUID();
      const issuer = host === 'github.com' ? 'github' : `${origin}${pathname.replace(/\/authorize$/, '')}`;
      grants.set(code, {
        issuer,
        challenge: searchParams.get('code_challenge') ?? '',
        redirectUri: searchParams.get('redirect_uri') ?? '',
        nonce: searchParams.get('nonce'),
        account,
        tweak,
      });
      return { code, state: searchParams.get('state') ?? '', ...(issuer === issuers.corp && { iss: issuer }) };
    },
  };
}
