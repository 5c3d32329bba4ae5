import { startPlatform, type TestPlatform, tokenIn } from '../platform.ts';
import { ada, post, verifiedUser } from './people.ts';
import { withTotp } from './second-factors.ts';
import { login, tokensIn } from './tokens.ts';

const app = 'https://app.example.com';

describe('where a sign-in link leads', () => {
  let at: TestPlatform;
  beforeAll(async () => {
    at = await startPlatform({ settings: { GATEHOUSE_RETURN_TO: app }, limits: false });
  });
  beforeEach(async () => {
    await at.reset();
    await verifiedUser(at);
  });
  afterAll(() => at.close());

  /** What the mailed link and the answer of the sign-in make of a wish. */
  async function made(wanted: string): Promise<{ mailed: string | null; answered: unknown; headers: unknown }> {
    const asked = await post(at, 'magic-link', { email: ada.email, return_to: wanted });
    expect(asked).toMatchObject({ status: 202 });
    const mail = await at.mailbox.last(ada.email);
    expect(mail.links).toHaveLength(1);
    const link = new URL(mail.links[0] ?? '');
    expect([link.origin, link.pathname, link.search]).toEqual(['https://auth.example.com', '/magic-link', '']);
    const said = new URLSearchParams(link.hash.slice(1));
    const body = { token: said.get('token'), return_to: wanted, token_delivery: 'body' };
    const answer = await post(at, 'magic-link/verify', body);
    expect(answer).toMatchObject({ status: 200 });
    return { mailed: said.get('return_to'), answered: answer.body.data?.return_to, headers: answer.headers };
  }

  it.each(['/account/security', '/admin/users?id=0190&sort=-created_at', `${app}/inbox?unread=1`, `${app}/`])(
    '%s is kept: a page of ours, or of an origin that may be returned to',
    async (wanted) => {
      expect(await made(wanted)).toMatchObject({ mailed: wanted, answered: wanted });
    },
  );

  it.each([
    [`${app}/inbox`, `${app}/inbox`],
    ['/account/security', '/account/security'],
    ['https://evil.example/', undefined],
  ])('%s is answered by the second step where one is due, as %s', async (wanted, answered) => {
    const { device } = await withTotp(at, tokensIn(await login(at, ada)).accessToken);
    await post(at, 'magic-link', { email: ada.email, return_to: wanted });
    const token = tokenIn(await at.mailbox.last(ada.email));
    const first = await post(at, 'magic-link/verify', { token, return_to: wanted, token_delivery: 'body' });
    expect(first.body.data).toMatchObject({ mfa_required: true });
    expect(first.body.data).not.toHaveProperty('return_to');
    at.clock.advance(30);
    const proof = { mfa_token: first.body.data?.mfa_token, method: 'totp', code: device.code() };
    const second = await post(at, 'mfa/verify', proof);
    expect(second).toMatchObject({ status: 200 });
    expect(second.body.data?.return_to).toBe(answered);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'https:evil.example',
    'https:////evil.example',
    'https://app.example.com@evil.example',
    'https://app.example.com.evil.example',
    'https://eve@app.example.com/',
    'https://app.example.com:8443/',
    'http://app.example.com/',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://app.example.com/0190f5c6-7a7e-7000-8000-000000000000',
    'https://аpp.example.com/',
    'https://other.example/',
  ])('%j counts as not given [A70]', async (wanted) => {
    expect(await made(wanted)).toMatchObject({ mailed: null, answered: undefined });
  });

  it.each([
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e/%2f/evil.example',
    '/account/..//evil.example',
    '/account/%2e%2e//evil.example',
    `${app}/a/../b`,
    `${app}/%2e%2e/b/..`,
    `${app}\\@evil.example`,
  ])('%j counts as not given, whatever rewrites it on the way [A120]', async (wanted) => {
    expect(await made(wanted)).toMatchObject({ mailed: null, answered: undefined });
  });

  it.each(['/account\r\nSet-Cookie: a=b', `${app}/x\r\nLocation: https://evil.example`, '/account\0'])(
    '%j splits no header and no line of the mail [A91]',
    async (wanted) => {
      const { mailed, answered, headers } = await made(wanted);
      expect([mailed, answered]).toEqual([null, undefined]);
      expect(JSON.stringify(headers)).not.toMatch(/a=b|evil/);
      expect((await at.mailbox.last(ada.email)).text).not.toMatch(/Set-Cookie|evil/);
    },
  );

  it('a wish beyond what an address may be is refused', async () => {
    const wanted = `/account?${'a'.repeat(2048)}`;
    expect(await post(at, 'magic-link', { email: ada.email, return_to: wanted })).toMatchObject({ status: 422 });
  });
});
