import fc from 'fast-check';
import { returnTo, withReturnTo } from '../../web/lib/session/return-to.ts';

const site = 'https://site.example';
/** What a browser makes of it, and what is left once somebody decodes it once more. */
const readings = (path: string) => [path, decodeOnce(path)].map((text) => new URL(text, site));
const decodeOnce = (text: string) =>
  text.replace(/%[0-9a-f]{2}/gi, (octet) => String.fromCharCode(Number.parseInt(octet.slice(1), 16)));

describe('return_to', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'https:evil.example',
    'https:////evil.example',
    'https://site.example@evil.example',
    'https://site.example.evil.example',
    'https://site.example/account',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://ѕite.example/account',
  ])('%j leads to the account, as another host would [A70]', (wanted) => {
    expect(returnTo(wanted)).toBe('/account');
  });

  it.each([
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e/%2f/evil.example',
    '/account/..//evil.example',
    '/account/%2e%2e//evil.example',
    '/account/..%2f..%2fevil.example',
    '/account//evil.example',
    '/account/.',
    '/account\\..\\..\\evil.example',
  ])('%j leads to the account, whatever rewrites it on the way [A120]', (wanted) => {
    expect(returnTo(wanted)).toBe('/account');
  });

  it.each([
    '',
    '/',
    '/sign-in',
    '/accounts',
    '/account.evil',
    '/administration',
    'account',
    '/account#token',
    '/ACCOUNT',
  ])('%j leads to the account: it is no page of a signed-in person', (wanted) => {
    expect(returnTo(wanted)).toBe('/account');
  });

  it.each(['/account', '/account/security', '/admin', '/admin/users?id=0190&sort=-created_at'])(
    '%j is kept',
    (wanted) => {
      expect(returnTo(wanted)).toBe(wanted);
    },
  );

  it('never leads to another origin or outside of the account and admin pages, decoded once more too', () => {
    const pieces = ['/', '//', '\\', '.', '..', '%2f', '%2e', '%5c', '%09', '\t', '\n', '@', ':', '?', '#', 'account'];
    const crafted = fc
      .array(fc.oneof(fc.constantFrom(...pieces, '/account', '/admin', 'evil.example', 'https:'), fc.string()))
      .map((parts) => parts.join(''));
    const wanted = fc.oneof(
      crafted,
      crafted.map((rest) => `/account${rest}`),
      fc.webUrl(),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(wanted, (text) => {
        for (const { origin, pathname } of readings(returnTo(text))) {
          expect(origin).toBe(site);
          expect(pathname).toMatch(/^\/(account|admin)(\/|$)/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is asked for only where it says more than the page without it does', () => {
    expect(withReturnTo('/sign-in', '/account')).toBe('/sign-in');
    expect(withReturnTo('/sign-in', '//evil.example')).toBe('/sign-in');
    expect(withReturnTo('/sign-in', '/admin/users?id=1&x=2')).toBe(
      '/sign-in?return_to=%2Fadmin%2Fusers%3Fid%3D1%26x%3D2',
    );
    expect(withReturnTo('/signed-out', '/admin', { reason: 'expired' })).toBe(
      '/signed-out?reason=expired&return_to=%2Fadmin',
    );
  });

  it('survives its own way through the address of a page', () => {
    const page = new URL(withReturnTo('/sign-in', '/admin/users?filter=a%26b'), site);
    expect(returnTo(page.searchParams.get('return_to'))).toBe('/admin/users?filter=a%26b');
  });
});
