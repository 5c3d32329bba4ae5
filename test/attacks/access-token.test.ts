/** Access tokens with forged signatures, keys, headers, claims and forms (RFC 8725). */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { exportJWK, exportSPKI } from 'jose';
import { grace } from '../flows/people.ts';
import { outcome, signedInByBody, whoAmI } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { type Forgery, forge, forgeryOf, newKeyPair, part } from './forged-token.ts';

const tok = '401 TOKEN_INVALID';

let at: TestPlatform;
let good: string;
let forgery: Forgery;
beforeAll(async () => {
  at = await startPlatform({ frozen: true, limits: false });
  await at.reset();
  const { accessToken } = await signedInByBody(at);
  good = accessToken;
  forgery = await forgeryOf(at, accessToken);
});
afterAll(() => at.close());

async function refusalOf(token: string): Promise<string> {
  at.counts.clear();
  const answer = await whoAmI(at, token);
  if (answer.status === 401) {
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    // The token itself is refused: nothing is asked of database or store.
    expect([at.counts.statements, at.counts.storeRoundTrips]).toEqual([[], 0]);
  }
  return outcome(answer);
}

const signed = (header: Record<string, unknown>, claims: Record<string, unknown> = {}) =>
  forge({ ...forgery.header, ...header }, { ...forgery.claims, ...claims }, forgery.key);
const publicKey = async () => {
  const key = (await at.platform.keys.signing()).verifying.get(String(forgery.header.kid))?.publicKey;
  if (!key) throw new Error('the key is gone');
  return key;
};

describe('an access token', () => {
  it('that the forger of these tests makes of unchanged parts is good: each refusal below has its own reason', async () => {
    expect(await refusalOf(await signed({}))).toBe('200');
  });

  it.each(['none', 'None', 'nOnE', 'NONE', ''])(
    'of algorithm %j is refused, with and without a signature [A36] [ASVS 9.1.2]',
    async (alg) => {
      const input = `${part({ ...forgery.header, alg })}.${part(forgery.claims)}`;
      expect(await refusalOf(`${input}.`)).toBe(tok);
      expect(await refusalOf(`${input}.${good.split('.')[2]}`)).toBe(tok);
      expect(await refusalOf(await signed({ alg }))).toBe(tok);
    },
  );

  it.each(['HS256', 'HS512'])(
    'of algorithm %s under the public key, in any of its forms, is refused [A36] [ASVS 9.1.2]',
    async (alg) => {
      const key = await publicKey();
      const jwk = await exportJWK(key);
      const pem = await exportSPKI(key);
      const set = await at.platform.keys.signing();
      const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
      const point = Buffer.from(`${jwk.x}${jwk.y}`);
      for (const secret of [pem, pem.trim(), der, JSON.stringify(jwk), JSON.stringify(set.jwks.keys[0]), point, '']) {
        const input = `${part({ ...forgery.header, alg })}.${part(forgery.claims)}`;
        const mac = createHmac(alg === 'HS256' ? 'sha256' : 'sha512', secret)
          .update(input)
          .digest('base64url');
        expect(await refusalOf(`${input}.${mac}`)).toBe(tok);
      }
    },
  );

  it.each(['ES384', 'ES512', 'RS256', 'PS256', 'EdDSA', 'es256', 'ES256K', undefined, 256, null])(
    'of our own key that names algorithm %j is refused [A36] [ASVS 9.1.2]',
    async (alg) => {
      expect(await refusalOf(await signed({ alg }))).toBe(tok);
    },
  );

  it('whose claims were changed under an unchanged signature is refused [ASVS 9.1.1]', async () => {
    const [header, , signature] = good.split('.');
    const claims = part({ ...forgery.claims, roles: ['admin'] });
    expect(await refusalOf(`${header}.${claims}.${signature}`)).toBe(tok);
    expect(await refusalOf(`${header}.${good.split('.')[1]}.${Buffer.alloc(64).toString('base64url')}`)).toBe(tok);
    expect(await refusalOf(`${header}.${good.split('.')[1]}.`)).toBe(tok);
  });

  it.each([
    ['a path', '../../dev/null'],
    ['SQL', "' or 1=1--"],
    ['5,000 characters', 'k'.repeat(5000)],
    ['nothing', undefined],
    ['an empty text', ''],
    ['a member of every object', '__proto__'],
    ['another one', 'constructor'],
    ['a number', 0],
    ['a list that holds it', ['kid']],
    ['null', null],
  ])('whose kid is %s is refused [A37] [ASVS 9.1.3]', async (_what, kid) => {
    const given = Array.isArray(kid) ? [forgery.header.kid] : kid;
    expect(await refusalOf(await signed({ kid: given }))).toBe(tok);
  });

  it('of a thousand unknown kids makes nobody fetch keys [A37]', async () => {
    const signing = import.meta.jest.spyOn(at.platform.keys, 'signing');
    const tokens = await Promise.all(Array.from({ length: 1000 }, (_, index) => signed({ kid: `k${index}` })));
    const outcomes = await Promise.all(tokens.map((token) => whoAmI(at, token).then(outcome)));
    expect(new Set(outcomes)).toEqual(new Set([tok]));
    // The port's cache is asked, once a token; it has no way to learn of a kid.
    expect(signing.mock.calls.flat()).toEqual([]);
    signing.mockRestore();
  });

  it('that brings or points at a key of the attacker is refused, and nothing is fetched [A38] [ASVS 9.1.3]', async () => {
    let hits = 0;
    const sink = createServer((_request, response) => {
      hits += 1;
      response.end('{"keys":[]}');
    });
    await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
    const address = sink.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/jwks.json`;
    const pair = await newKeyPair();
    const jwk = await exportJWK(pair.publicKey);
    const headers = [
      { jwk },
      { jku: url },
      { x5u: url },
      { x5c: ['MIIB'] },
      { jwk, jku: url, kid: 'evil' },
      { jwk, kid: undefined },
    ];
    for (const header of headers) {
      const token = await forge({ ...forgery.header, ...header }, forgery.claims, pair.privateKey);
      expect(await refusalOf(token)).toBe(tok);
    }
    await new Promise((resolve) => sink.close(resolve));
    expect(hits).toBe(0);
  });

  it.each([
    ['exp past', { exp: 1 }],
    ['exp now', { exp: 'now' }],
    ['no exp', { exp: undefined }],
    ['exp as text', { exp: '9999999999' }],
    ['exp null', { exp: null }],
    ['nbf in the future', { nbf: 9_999_999_999 }],
    ['nbf as text', { nbf: 'now' }],
    ['no iat', { iat: undefined }],
    ['iss of another', { iss: 'https://evil.example' }],
    ['iss that starts with ours', { iss: 'https://auth.example.com.evil.com' }],
    ['iss with a slash', { iss: 'https://auth.example.com/' }],
    ['no iss', { iss: undefined }],
    ['iss in a list', { iss: ['https://auth.example.com'] }],
    ['no aud', { aud: undefined }],
    ['aud in a list', { aud: ['https://auth.example.com/api'] }],
    ['aud ours and another', { aud: ['https://auth.example.com/api', 'https://evil.example'] }],
    ['aud another in a list', { aud: ['https://evil.example'] }],
    ['no sub', { sub: undefined }],
    ['sub empty', { sub: '' }],
    ['sub a number', { sub: 1 }],
    ['sub that is no id', { sub: "' or 1=1--" }],
    ['no sid', { sid: undefined }],
    ['sid that is no id', { sid: 'x' }],
    ['sid an object', { sid: { toString: 'x' } }],
    ['no jti', { jti: undefined }],
    ['no client_id', { client_id: undefined }],
    ['no auth_time', { auth_time: undefined }],
    ['auth_time as text', { auth_time: '9999999999' }],
    ['auth_time null', { auth_time: null }],
  ])('of our own key with %s is refused [A39] [ASVS 9.2.1]', async (_what, claims) => {
    const now = Math.floor(at.clock.now().getTime() / 1000);
    const given = 'exp' in claims && claims.exp === 'now' ? { exp: now } : claims;
    expect(await refusalOf(await signed({}, given))).toBe(tok);
  });

  it.each(['https://app.example.com', 'https://auth.example.com', 'gatehouse-web', 'https://auth.example.com/API'])(
    'for the audience %s is refused here [A115] [ASVS 9.2.3]',
    async (aud) => {
      expect(await refusalOf(await signed({}, { aud }))).toBe(tok);
    },
  );

  it.each(['JWT', 'refresh+jwt', 'id_token', 'at', 'at+jwt; x=y', '', undefined, null, 1])(
    'of our own key with typ %j is refused [A40] [ASVS 9.2.2]',
    async (typ) => {
      expect(await refusalOf(await signed({ typ }))).toBe(tok);
    },
  );

  it('whose header names a critical extension is refused [A41]', async () => {
    for (const header of [
      { crit: ['x'], x: 1 },
      { crit: ['exp'], exp: 1 },
      { crit: [] },
      { crit: 'b64' },
      { b64: false, crit: ['b64'] },
    ])
      expect(await refusalOf(await signed(header))).toBe(tok);
  });

  it.each<[string, () => Promise<string> | string]>([
    ['with sub twice', () => twice('"sub"', grace.email)],
    ['with exp twice', () => twice('"exp"', 9_999_999_999)],
    [
      'with a header member twice',
      () => forge(JSON.stringify(forgery.header).replace('{', '{"typ":"JWT",'), forgery.claims, forgery.key),
    ],
    ['that is no JSON', () => forge(forgery.header, 'exp', forgery.key)],
    ['that is a list', () => forge(forgery.header, '[]', forgery.key)],
    ['that is null', () => forge(forgery.header, 'null', forgery.key)],
    ['that is no UTF-8', () => `${part(forgery.header)}.${part(Buffer.of(0xff, 0xfe))}.${good.split('.')[2]}`],
    ['of five parts', () => `${good}.a.b`],
    ['of four parts', () => `${good}.a`],
    ['of two parts', () => good.split('.').slice(0, 2).join('.')],
    ['of one part', () => 'token'],
    ['of dots', () => '..'],
    ['of nine thousand characters', async () => signed({}, { scope: 'x'.repeat(6000) })],
    ['padded once', () => `${good}=`],
    ['padded twice', () => `${good}==`],
    ['in the other alphabet', () => `${good.split('.').slice(0, 2).join('.')}.${'+/'.repeat(43)}`],
    ['behind a dot', () => `.${good}`],
    [
      'in its JSON form',
      () =>
        JSON.stringify({ payload: good.split('.')[1], protected: good.split('.')[0], signature: good.split('.')[2] }),
    ],
    ['with a space in its signature', () => `${good.slice(0, -5)} ${good.slice(-5)}`],
    ['with a line break', () => `${good.slice(0, -5)}\n${good.slice(-5)}`],
    ['twice', () => `${good}, ${good}`],
    ['of no characters', () => ''],
  ])('%s is refused, and nothing breaks [A41] [A42]', async (_how, make) => {
    expect(await refusalOf(await make())).toBe(tok);
  });

  const twice = (name: string, first: unknown) =>
    forge(
      forgery.header,
      JSON.stringify(forgery.claims).replace('{', `{${name}:${JSON.stringify(first)},`),
      forgery.key,
    );

  it.each([
    ['two headers', [`Bearer GOOD`, `Bearer GOOD`]],
    ['a second header of another scheme', ['Bearer GOOD', 'Basic dTpw']],
    ['another scheme', 'Basic GOOD'],
    ['no scheme', 'GOOD'],
    ['a parameter behind it', 'Bearer GOOD, realm=x'],
    ['quotes', 'Bearer "GOOD"'],
  ])('in %s is refused [A102]', async (_how, given) => {
    const place = (text: string) => text.replace('GOOD', good);
    const authorization = typeof given === 'string' ? place(given) : given.map(place);
    expect(outcome(await at.call('GET', '/api/v1/users/me', { headers: { authorization } }))).toBe(tok);
  });
});
