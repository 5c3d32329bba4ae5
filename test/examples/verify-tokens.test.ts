import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FetchError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { decodeJwt, type JWTPayload, SignJWT } from 'jose';
import { createApp } from '../../examples/express/app.ts';
import { createHandler } from '../../examples/lambda/handler.ts';
import { userRoles } from '../../lambdas/domain/role/role.table.ts';
import { systemRoles } from '../../lambdas/domain/role/role.ts';
import { signAccessToken } from '../../lambdas/domain/session/access-token.ts';
import type { Platform } from '../../lambdas/kernel/context.ts';
import { grace, verifiedUser } from '../flows/people.ts';
import { outcome, paths, whoAmI } from '../flows/tokens.ts';
import { type ServedPlatform, servePlatform } from './served-platform.ts';

interface Answer {
  status: number;
  challenge: string | null;
  body: Record<string, unknown>;
}

/** One of the samples, started and asked. */
interface Sample {
  ask(authorization?: string): Promise<Answer>;
  close(): Promise<void>;
}

let platform: ServedPlatform;
let supporter: string;

beforeAll(async () => {
  platform = await servePlatform();
  const { userId } = await verifiedUser(platform);
  supporter = userId;
  const grant = { userId, roleId: systemRoles.support, grantedBy: null, grantedAt: platform.clock.now() };
  await platform.platform.database.db.insert(userRoles).values(grant);
  await verifiedUser(platform, grace);
}, 60_000);
afterAll(() => platform.close());

async function express(): Promise<Sample> {
  const server: Server = createApp({ issuer: platform.issuer, cooldownMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/people`;
  return {
    async ask(authorization) {
      const answer = await fetch(url, { headers: authorization ? { authorization } : {} });
      return {
        status: answer.status,
        challenge: answer.headers.get('www-authenticate'),
        body: JSON.parse(await answer.text()),
      };
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function lambda(): Promise<Sample> {
  // The library asks by HTTPS alone, and the platform of a test has no certificate. It fails as the library's own does.
  const byHttp = {
    fetch: async (uri: string) => {
      const answer = await fetch(uri).catch((error: unknown) => {
        throw new FetchError(uri, error);
      });
      return answer.arrayBuffer();
    },
  };
  const jwksCache = new SimpleJwksCache({ fetcher: byHttp });
  const handler = createHandler({ issuer: platform.issuer, permission: 'users:read', jwksCache });
  return {
    async ask(authorization) {
      const {
        statusCode = 0,
        headers = {},
        body = '',
      } = await handler({ headers: authorization ? { authorization } : {} });
      return { status: statusCode, challenge: (headers['www-authenticate'] as string) ?? null, body: JSON.parse(body) };
    },
    close: async () => undefined,
  };
}

/** Signs in over HTTP, as a client that is no browser. */
async function signIn(email = 'ada@example.com', password = 'correct horse battery'): Promise<string> {
  const answer = await fetch(`${platform.issuer}${paths.login}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, token_delivery: 'body' }),
  });
  return ((await answer.json()) as { data: { access_token: string } }).data.access_token;
}

/** A token that the platform's own key signs, with something about it that should not be. */
function signed(changed: { config?: Partial<Platform['config']>; past?: number; permissions?: string[] } = {}) {
  const { config = {}, past = 0, permissions = ['users:read'] } = changed;
  const now = () => new Date(platform.clock.now().getTime() - past * 1000);
  const signer = { ...platform.platform, config: { ...platform.platform.config, ...config }, clock: { now } };
  const session = { userId: supporter, sessionId: supporter, authTime: now(), amr: ['pwd'], roles: [], permissions };
  return signAccessToken(signer, session);
}

/** The claims of a good token, some changed or taken out, under a true signature of the platform's key. */
async function resigned(claims: JWTPayload, typ = 'at+jwt'): Promise<string> {
  const { current } = await platform.platform.keys.signing();
  const payload = { ...decodeJwt(await signed()), ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg: current.alg, kid: current.kid, typ }).sign(current.privateKey);
}

/** The same token with another header, its signature left as it was. */
function reheaded(token: string, changed: object): string {
  const [header = '', ...rest] = token.split('.');
  const read = JSON.parse(Buffer.from(header, 'base64url').toString());
  return [Buffer.from(JSON.stringify({ ...read, ...changed })).toString('base64url'), ...rest].join('.');
}

describe.each([
  ['the Express app, with jose', express],
  ['the Lambda handler, with aws-jwt-verify', lambda],
])('%s', (_name, start) => {
  let sample: Sample;
  beforeAll(async () => {
    sample = await start();
  });
  afterAll(() => sample.close());

  const refused = { status: 401, challenge: 'Bearer error="invalid_token"', body: { error: 'Sign in.' } };
  const forbidden = {
    status: 403,
    challenge: 'Bearer error="insufficient_scope"',
    body: { error: 'You may not do this.' },
  };

  it('lets in who signed in and holds the permission', async () => {
    expect(await sample.ask(`Bearer ${await signIn()}`)).toMatchObject({ status: 200, body: { user: supporter } });
  });

  it('lets in whoever bears what the platform signed', async () => {
    expect((await sample.ask(`Bearer ${await resigned({})}`)).status).toBe(200);
  });

  it('asks for the keys once, not for every request', async () => {
    const token = await signIn();
    await sample.ask(`Bearer ${token}`);
    platform.asked.length = 0;
    await sample.ask(`Bearer ${token}`);
    expect(platform.asked).toEqual([]);
  });

  it('refuses who signed in and lacks the permission', async () => {
    expect(await sample.ask(`Bearer ${await signIn(grace.email, grace.password)}`)).toEqual(forbidden);
  });

  it('takes permissions that a token leaves out for none', async () => {
    const many = Array.from({ length: 200 }, (_, index) => `users:read-${index}`);
    expect(await sample.ask(`Bearer ${await signed({ permissions: ['users:read', ...many] })}`)).toEqual(forbidden);
  });

  it.each([undefined, 'Basic YWRhOng=', 'Bearer', 'bearer x.y.z'])('asks who sends %p to sign in', async (sent) => {
    expect(await sample.ask(sent)).toMatchObject({ status: 401, challenge: 'Bearer' });
  });

  it.each<[what: string, token: () => Promise<string>]>([
    ['of another issuer', () => signed({ config: { issuer: 'https://evil.example' } })],
    ['for another audience', () => signed({ config: { audience: 'https://other.example/api' } })],
    ['that has expired', () => signed({ past: 16 * 60 })],
    ['of another type', () => resigned({}, 'JWT')],
    ['that never expires', () => resigned({ exp: undefined })],
    ['of nobody', () => resigned({ sub: undefined })],
    ['of another algorithm', async () => reheaded(await signed(), { alg: 'HS256' })],
    [
      'without a signature',
      async () =>
        `${reheaded(await signed(), { alg: 'none' })
          .split('.')
          .slice(0, 2)
          .join('.')}.`,
    ],
    ['of a key that nobody published', async () => reheaded(await signed(), { kid: 'unknown' })],
    ['whose claims were changed', async () => (await signed()).replace(/\.[^.]+\./, '.e30.')],
    ['that is none', async () => 'x.y.z'],
  ])('refuses a token %s', async (_what, token) => {
    expect(await sample.ask(`Bearer ${await token()}`)).toEqual(refused);
  });

  it('goes on letting in who signed out, until the token expires: the platform alone knows at once', async () => {
    const token = await signIn();
    await fetch(`${platform.issuer}${paths.logout}`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    expect(outcome(await whoAmI(platform, token))).toBe('401 TOKEN_INVALID');
    expect((await sample.ask(`Bearer ${token}`)).status).toBe(200);
  });
});

describe.each([
  ['the Express app', express],
  ['the Lambda handler', lambda],
])('%s, when keys change', (_name, start) => {
  let sample: Sample;
  beforeEach(async () => {
    sample = await start();
  });
  afterEach(() => sample.close());

  it('knows the next key before it is used', async () => {
    expect((await sample.ask(`Bearer ${await signIn()}`)).status).toBe(200);
    await platform.platform.keys.rotate('signing');
    platform.asked.length = 0;
    const token = await signed();
    expect((await sample.ask(`Bearer ${token}`)).status).toBe(200);
    expect(platform.asked).toEqual([]);
  });

  it('asks again for a key that it does not know, and takes the key before it as well', async () => {
    const before = await signIn();
    expect((await sample.ask(`Bearer ${before}`)).status).toBe(200);
    await platform.platform.keys.rotate('signing');
    const current = await signed();
    await platform.platform.keys.rotate('signing');
    platform.asked.length = 0;
    expect((await sample.ask(`Bearer ${await signed()}`)).status).toBe(200);
    expect((await sample.ask(`Bearer ${current}`)).status).toBe(200);
    expect(platform.asked.slice(0, 1)).toEqual(['/.well-known/jwks.json']);
  });

  it('says 503, not 401, where it cannot have the keys', async () => {
    const token = await signed();
    await platform.mute();
    try {
      expect(await sample.ask(`Bearer ${token}`)).toMatchObject({ status: 503 });
    } finally {
      await platform.listen();
    }
  });
});
