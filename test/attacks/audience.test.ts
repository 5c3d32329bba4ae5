/** Tokens for somebody else's ears, and tokens that claim to act (RFC 8725 3.9, RFC 8693 4.1). */
import { administrator, type SignedInBrowser, signedInBrowser } from '../flows/people.ts';
import { outcome, whoAmI } from '../flows/tokens.ts';
import { startPlatform, type TestPlatform } from '../platform.ts';
import { type Forgery, forge, forgeryOf } from './forged-token.ts';

const tok = '401 TOKEN_INVALID';

let at: TestPlatform;
let forgery: Forgery;
let user: SignedInBrowser;
let admin: SignedInBrowser;
let adminForgery: Forgery;
beforeAll(async () => {
  at = await startPlatform({ frozen: true, limits: false });
  await at.reset();
  user = await signedInBrowser(at);
  admin = await administrator(at);
  forgery = await forgeryOf(at, user.bearer);
  adminForgery = await forgeryOf(at, admin.bearer);
});
afterAll(() => at.close());

/** Signed by the platform's own key. */
const signed = async (claims: Record<string, unknown>, { header, claims: own, key }: Forgery = forgery) =>
  outcome(await whoAmI(at, await forge(header, { ...own, ...claims }, key)));

describe('a token of the platform', () => {
  it.each([
    ['an app', 'https://app.example.org'],
    ['the site, not the API', 'https://auth.example.com'],
    ['ours with a slash', 'https://auth.example.com/api/'],
    ['ours in capitals', 'HTTPS://AUTH.EXAMPLE.COM/API'],
    ['a client id', 'gatehouse'],
    ['nobody', ''],
    ['us and an app', ['https://auth.example.com/api', 'https://app.example.org']],
  ])('for the audience %s opens nothing here [A115]', async (_whom, aud) => {
    expect(await signed({ aud })).toBe(tok);
    expect(await signed({ aud }, adminForgery)).toBe(tok);
  });

  it('says who acts only where that administrator began the session [A114]', async () => {
    const act = { sub: admin.userId, sid: adminForgery.claims.sid };
    expect(await signed({})).toBe('200');
    expect(await signed({ act })).toBe(tok);
    const answer = await at.client.administration.actAs({
      bearer: admin.bearer,
      params: { id: user.userId },
      body: { reason: 'ticket 4711' },
    });
    if (!answer.ok) throw new Error(answer.code);
    const acting = await forgeryOf(at, answer.data.access_token);
    expect(await signed({}, acting)).toBe('200');
    for (const other of [
      undefined,
      null,
      'admin',
      {},
      { sub: act.sub },
      { sid: act.sid },
      { ...act, sub: user.userId },
      { ...act, sid: forgery.claims.sid },
      { sub: user.userId, sid: forgery.claims.sid },
    ])
      expect([other, await signed({ act: other }, acting)]).toEqual([other, tok]);
  });
});
