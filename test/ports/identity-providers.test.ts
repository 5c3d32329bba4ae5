/** What the adapters of sign-in providers keep of the port's promise by themselves; the flows' tests show the rest. */
import { decodeJwt, decodeProtectedHeader, exportPKCS8, generateKeyPair, jwtVerify } from 'jose';
import { movableClock } from '../../lambdas/adapters/clock/movable.ts';
import { appleClientSecret } from '../../lambdas/adapters/providers/apple-secret.ts';
import { givenSecrets, secretsManagerSecrets } from '../../lambdas/adapters/providers/client-secrets.ts';
import { type ConfinedFetch, confinedFetch } from '../../lambdas/adapters/providers/confined-fetch.ts';
import { DependencyUnavailable } from '../../lambdas/ports/dependency.ts';

const clock = movableClock({ frozen: true });

describe('the way out', () => {
  let asked: { url: string; init: RequestInit | undefined }[];
  let answer: () => Response | Promise<Response>;
  let fetch: ConfinedFetch;
  beforeEach(() => {
    asked = [];
    answer = () => new Response('{}', { headers: { 'content-type': 'application/json' } });
    fetch = confinedFetch({
      clock,
      hosts: ['idp.example.com', '127.0.0.1:9000'],
      fetch: async (url, init) => {
        asked.push({ url: String(url), init });
        return answer();
      },
    });
  });

  it.each([
    'https://evil.example/',
    'https://idp.example.com.evil.example/',
    'https://idp.example.com:8443/',
    'https://idp.example.com@evil.example/',
    'https://user@idp.example.com/',
    'http://idp.example.com/',
    'http://127.0.0.1:9001/',
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
  ])('does not call %s, which the configuration does not name', async (url) => {
    await expect(fetch(url)).rejects.toThrow(DependencyUnavailable);
    expect(asked).toEqual([]);
  });

  it('calls what is named, follows no redirect, and hands it on as an answer', async () => {
    answer = () => new Response(null, { status: 302, headers: { location: 'http://169.254.169.254/' } });
    expect((await fetch('https://idp.example.com/token', { method: 'POST', body: 'a=b' })).status).toBe(302);
    expect(asked).toMatchObject([
      { url: 'https://idp.example.com/token', init: { redirect: 'manual', method: 'POST' } },
    ]);
    expect(asked[0]?.init?.signal).toBeInstanceOf(AbortSignal);
  });

  it.each([
    ['silence', () => Promise.reject(new Error('timeout'))],
    ['500', () => new Response('', { status: 500 })],
    ['more than half a megabyte', () => new Response('x'.repeat(512 * 1024 + 1))],
  ])('says that the provider is not there for %s', async (_, how) => {
    answer = how;
    await expect(fetch('https://idp.example.com/')).rejects.toMatchObject({ dependency: 'provider' });
  });

  it('asks for metadata once an hour, for keys once a minute, and anew for what is not public or went wrong', async () => {
    const metadata = 'https://idp.example.com/.well-known/openid-configuration';
    const times = async (url: string, headers: Record<string, string> = {}) => {
      asked.length = 0;
      for (const seconds of [0, 59, 1, 3539, 1]) {
        clock.advance(seconds);
        expect(await (await fetch(url, { headers })).text()).toBe('{}');
      }
      return asked.length;
    };
    expect(await times(metadata)).toBe(2);
    expect(await times('https://idp.example.com/keys')).toBe(3);
    expect(await times('https://idp.example.com/user', { Authorization: 'Bearer x' })).toBe(5);
    answer = () => new Response('{}', { status: 404 });
    asked.length = 0;
    await fetch('https://idp.example.com/other');
    await fetch('https://idp.example.com/other');
    expect(asked).toHaveLength(2);
  });
});

describe('client secrets', () => {
  it('make of the key of an Apple account a token for Apple alone, which dies in five minutes', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const settings = { id: 'apple', kind: 'apple', name: 'Apple', clientId: 'web', teamId: 'T', keyId: 'K' } as const;
    const secret = await appleClientSecret(clock, settings, await exportPKCS8(privateKey));
    await jwtVerify(secret, publicKey, { currentDate: clock.now() });
    const now = Math.floor(clock.now().getTime() / 1000);
    expect(decodeProtectedHeader(secret)).toEqual({ alg: 'ES256', kid: 'K' });
    const claims = { iss: 'T', sub: 'web', aud: 'https://appleid.apple.com', iat: now, exp: now + 300 };
    expect(decodeJwt(secret)).toEqual(claims);
  });

  it.each(['nobody', 'constructor', '__proto__'])(
    'are not there for %s, and no call is made without one',
    async (id) => {
      await expect(givenSecrets({ google: 'x' })(id)).rejects.toThrow(DependencyUnavailable);
      await expect(secretsManagerSecrets({ clock }, { google: 'arn' })(id)).rejects.toThrow(DependencyUnavailable);
    },
  );
});
