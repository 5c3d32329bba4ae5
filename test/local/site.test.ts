import { answerSite, type Site } from '../../local/site.ts';

const site: Site = {
  origin: 'http://localhost:4000',
  signIns: [{ email: 'admin@example.com', roles: ['admin', 'user'] }],
  password: 'default',
  lostKeys: false,
};
const get = (target: string, of: Site = site, method = 'GET') =>
  answerSite({ method, target, headers: [], body: Buffer.alloc(0), sourceIp: '127.0.0.1' }, of);
const textOf = (target: string, of?: Site) => get(target, of).body.toString();

describe('one plain page stands where the web app will be', () => {
  it.each(['/', '/sign-in', '/verify-email?x=1', '/account/security'])('answers %s', (target) => {
    expect(get(target).status).toBe(200);
    expect(textOf(target)).toContain('It has no web app yet');
  });

  it('leads to the mailbox and to the OpenAPI document', () => {
    expect(textOf('/')).toContain('href="/_local"');
    expect(textOf('/')).toContain('href="/api/v1/openapi.json"');
  });

  it('lists who was seeded, with the default password alone', () => {
    expect(textOf('/')).toMatch(/admin@example\.com[\s\S]*admin, user[\s\S]*gatehouse-local-only-42/);
    const chosen = textOf('/', { ...site, password: 'chosen' });
    expect(chosen).toContain('SEED_PASSWORD');
    expect(chosen).not.toContain('gatehouse-local-only-42');
    expect(textOf('/', { ...site, signIns: [], password: null })).not.toContain('Who can sign in');
  });

  it('says that it cannot act on a mail link, and how to do so by hand', () => {
    const text = textOf('/verify-email');
    expect(text).toContain('this page cannot act on it');
    expect(text).toContain("curl http://localhost:4000/api/v1/auth/verify-email -H 'Content-Type: application/json'");
    expect(text).toContain('/accept-invitation#token=TOKEN');
    expect(textOf('/')).not.toContain('this page cannot act on it');
  });

  it('works without scripts, in light and dark, and can be framed by nobody', () => {
    expect(textOf('/')).toContain('prefers-color-scheme: dark');
    expect(textOf('/')).toContain('<html lang="en">');
    expect(textOf('/')).not.toMatch(/<script|\son\w+=|style="/);
    expect(Object.fromEntries(get('/').headers)).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/,
      ),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it.each(['/favicon.ico', '/app.js', '/_next/static/x.css', '/.env', '/.git/config.txt'])(
    'answers 404 for the file %s',
    (target) => {
      expect(get(target).status).toBe(404);
    },
  );

  it('takes GET and HEAD alone', () => {
    expect(get('/', site, 'HEAD').status).toBe(200);
    const refused = get('/', site, 'POST');
    expect([refused.status, Object.fromEntries(refused.headers).allow]).toEqual([405, 'GET, HEAD']);
  });
});
