/** Access tokens that are well made and still not good: of an ended session, another user, an old key, another kind. */
import { SignJWT } from 'jose';
import { csrfToken } from '../../lambdas/domain/session/csrf.ts';
import { ada, grace, registered, signedInBrowser } from '../flows/people.ts';
import { outcome, paths, refresh, sessionOf, signedInByBody, tokensIn, whoAmI } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { forge, forgeryOf, newKeyPair } from './forged-token.ts';

const tok = '401 TOKEN_INVALID';

let at: TestPlatform;
beforeAll(async () => {
  at = await startPlatform();
});
beforeEach(() => at.reset());
afterAll(() => at.close());

const logout = (bearer: string) =>
  at.call('POST', paths.logout, { headers: { authorization: `Bearer ${bearer}` } }).then(outcome);

describe('a token of another kind', () => {
  it('is no access token: refresh, mail, request and CSRF token, device cookie [A35] [ASVS 9.2.2]', async () => {
    const { token, requestToken } = await registered(at, grace);
    const { browser, bearer } = await signedInBrowser(at, ada);
    const { refreshToken } = await signedInByBody(at, { ...ada, email: 'third@example.com' });
    const { '__Host-refresh': cookie, '__Host-csrf': csrf, '__Host-device': device } = browser.cookies.all();
    for (const other of [refreshToken, token, requestToken, cookie, csrf, device, sessionOf(bearer)])
      expect(outcome(await whoAmI(at, other ?? ''))).toBe(tok);
    expect(outcome(await whoAmI(at, bearer))).toBe('200');
  });

  it('is no access token: an ID token of ours, of Google, a state under some key [A35] [ASVS 9.2.4]', async () => {
    const { accessToken } = await signedInByBody(at);
    const { header, claims, key } = await forgeryOf(at, accessToken);
    const { privateKey } = await newKeyPair();
    const google = { ...claims, iss: 'https://accounts.google.com', aud: 'gatehouse-web' };
    const others = [
      await forge({ ...header, typ: 'JWT' }, { ...claims, aud: 'gatehouse-web', nonce: 'n' }, key),
      await forge({ ...header, typ: 'JWT' }, google, privateKey),
      await forge(header, claims, privateKey),
      await new SignJWT({ return_to: '/' }).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32, 1)),
    ];
    for (const other of others) expect(outcome(await whoAmI(at, other))).toBe(tok);
  });

  it('is no refresh token: an access token in the cookie or in the body [A35]', async () => {
    const { accessToken, sessionId } = await signedInByBody(at);
    const refused = '401 REFRESH_TOKEN_INVALID';
    const inBody = await at.call('POST', paths.refresh, { body: { refresh_token: accessToken.slice(0, 512) } });
    expect(outcome(inBody)).toBe(refused);
    expect(outcome(await refresh(at, accessToken))).toBe('422 VALIDATION_FAILED');
    const csrf = await csrfToken(at.platform.keys, sessionId);
    const browser = at.browser({ cookies: { '__Host-refresh': accessToken, '__Host-csrf': csrf } });
    expect(outcome(await browser.call('POST', paths.refresh, { body: {} }))).toBe(refused);
  });
});

describe('a token after the end of its session', () => {
  it('is dead in every spelling that decodes to the same bytes [A42] [A45] [ASVS 7.4.1]', async () => {
    const { accessToken } = await signedInByBody(at);
    const spellings = [accessToken, ...sameBytes(accessToken)];
    // As a decoder that is lenient with the last character would read them, they are the same token.
    const signatures = spellings.map((token) => Buffer.from(token.split('.')[2] ?? '', 'base64url').toString('hex'));
    expect(new Set(signatures).size).toBe(1);
    expect(await logout(accessToken)).toBe('204');
    for (const token of spellings) {
      expect(outcome(await whoAmI(at, token))).toBe(tok);
      expect(await logout(token)).toBe(tok);
    }
  });

  /** 64 bytes end in a character of which four bits count for nothing. */
  function sameBytes(token: string): string[] {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const first = alphabet.indexOf(token.slice(-1)) & ~15;
    const tails = Array.from({ length: 16 }, (_, index) => alphabet[first + index] ?? '');
    return [...tails.map((tail) => token.slice(0, -1) + tail), `${token}=`, `${token}==`];
  }

  it('is dead at every route that takes one', async () => {
    const { accessToken } = await signedInByBody(at);
    await logout(accessToken);
    const headers = { authorization: `Bearer ${accessToken}` };
    expect(outcome(await at.call('GET', paths.me, { headers }))).toBe(tok);
    expect(outcome(await at.call('PATCH', paths.me, { headers, body: { name: 'Eve' } }))).toBe(tok);
    expect(outcome(await at.call('POST', paths.logout, { headers }))).toBe(tok);
  });
});

describe('a token that does not fit its session', () => {
  it('is refused: user and session must belong together, and a session that never was is none [A39] [ASVS 8.2.1]', async () => {
    const [one, other] = [await signedInByBody(at, ada), await signedInByBody(at, grace)];
    const { header, claims, key } = await forgeryOf(at, one.accessToken);
    const never = '01900000-0000-7000-8000-00000000ffff';
    for (const changed of [{ sub: other.userId }, { sid: other.sessionId }, { sid: never }, { sub: never }])
      expect(outcome(await whoAmI(at, await forge(header, { ...claims, ...changed }, key)))).toBe(tok);
    expect(outcome(await whoAmI(at, one.accessToken))).toBe('200');
  });

  it('gains nothing by roles and permissions: the session decides, not the token [ASVS 8.3.1]', async () => {
    const { accessToken } = await signedInByBody(at);
    const { header, claims, key } = await forgeryOf(at, accessToken);
    const token = await forge(header, { ...claims, roles: ['admin'], permissions: ['users:write'] }, key);
    expect((await whoAmI(at, token)).body.data).toMatchObject({ roles: ['user'], permissions: [] });
  });

  it('is refused where it is older than its session’s last proof of identity [ASVS 7.2.4]', async () => {
    const { accessToken } = await signedInByBody(at);
    const { header, claims, key } = await forgeryOf(at, accessToken);
    const older = await forge(header, { ...claims, auth_time: Number(claims.auth_time) - 1 }, key);
    expect(outcome(await whoAmI(at, older))).toBe(tok);
  });

  // better-auth CVE-2025-61928: no session, but a user id in the body, counted as that user.
  it.each([
    ['GET', paths.me],
    ['PATCH', paths.me],
    ['POST', paths.logout],
  ])('is needed at %s %s, whatever else names a user [A35] [ASVS 7.2.1] [ASVS 8.2.1]', async (method, path) => {
    const { userId, sessionId } = await signedInByBody(at);
    const ids = { userId, user_id: userId, sub: userId, id: userId, sid: sessionId };
    const headers = { 'x-user-id': userId, 'x-user': userId, sub: userId, 'content-type': 'application/json' };
    const query = new URLSearchParams({ ...ids, access_token: userId }).toString();
    const body = method === 'GET' ? {} : { body: { ...ids, name: 'Eve' } };
    const answer = await at.call(method, `${path}?${query}`, { headers, ...body });
    expect(outcome(answer)).toBe('401 AUTHENTICATION_REQUIRED');
    expect(answer.text).not.toContain(ada.email);
  });
});

describe('a token in another place', () => {
  it('is not read from the query, the body or a cookie', async () => {
    const { accessToken } = await signedInByBody(at);
    const required = '401 AUTHENTICATION_REQUIRED';
    expect(outcome(await at.call('GET', `${paths.me}?access_token=${accessToken}`))).toBe(required);
    const cookies = { access_token: accessToken, '__Host-access': accessToken, Authorization: `Bearer ${accessToken}` };
    expect(outcome(await at.call('GET', paths.me, { cookies }))).toBe(required);
    const body = { access_token: accessToken, name: 'Eve' };
    expect(outcome(await at.call('PATCH', paths.me, { body }))).toBe(required);
  });
});

describe('the signing keys', () => {
  it('that are published have no private member [A101]', async () => {
    const { body } = await at.call('GET', '/.well-known/jwks.json');
    const keys = body.keys as Record<string, unknown>[];
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });

  it('verify through one rotation and no longer; a refresh gives a token of the new key [A101]', async () => {
    const { accessToken, refreshToken } = await signedInByBody(at);
    await at.platform.keys.rotate('signing');
    expect(outcome(await whoAmI(at, accessToken))).toBe('200');
    const next = tokensIn(await refresh(at, refreshToken));
    await at.platform.keys.rotate('signing');
    expect(outcome(await whoAmI(at, accessToken))).toBe(tok);
    expect(outcome(await whoAmI(at, next.accessToken))).toBe('200');
  });

  it('that are still to come verify already, so that no verifier is surprised [A101]', async () => {
    const { accessToken } = await signedInByBody(at);
    const { verifying } = await at.platform.keys.signing();
    await at.platform.keys.rotate('signing');
    const { current: next } = await at.platform.keys.signing();
    expect(verifying.has(next.kid)).toBe(true);
    expect(outcome(await whoAmI(at, accessToken))).toBe('200');
  });
});
