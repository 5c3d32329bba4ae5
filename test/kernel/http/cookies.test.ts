import { clearCookie, deviceCookieSeconds, readCookies, setCookie } from '../../../lambdas/kernel/http/cookies.ts';
import { refusal, subject } from './subject.ts';

const attributes = (cookie: string) => cookie.split('; ').slice(1);

describe('cookies', () => {
  it('hides refresh token and device from scripts, binds them to the host and to this site [A44] [ASVS 3.3.1] [ASVS 3.3.2] [ASVS 3.3.3] [ASVS 3.3.4]', () => {
    expect(setCookie('refresh', 'r', 60)).toBe(
      '__Host-refresh=r; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=60',
    );
    expect(setCookie('device', 'd', deviceCookieSeconds)).toBe(
      '__Host-device=d; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=34560000',
    );
  });

  it('lets the page read the CSRF value alone', () => {
    expect(attributes(setCookie('csrf', 'c', 60))).toEqual(['Path=/', 'Secure', 'SameSite=Strict', 'Max-Age=60']);
  });

  it('clears a cookie with the attributes that it was set with', () => {
    expect(clearCookie('refresh')).toBe('__Host-refresh=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0');
  });

  it('stays under 4,096 bytes with the longest token that a contract takes [ASVS 3.3.5]', () => {
    expect(Buffer.byteLength(setCookie('refresh', 'x'.repeat(512), deviceCookieSeconds))).toBeLessThan(4096);
  });

  it.each(['a;b', 'a\r\nset-cookie: x=y', 'a b', 'a"', 'ü', 'a,b'])('refuses to set the value %j [A91]', (value) => {
    expect(() => setCookie('refresh', value, 1)).toThrow('not made of cookie octets');
  });

  it('reads the cookies of the platform and no others', () => {
    expect({
      ...readCookies(['__Host-refresh=a=b', '_ga=1', '__host-csrf=x', '__Host-csrf=c; __Host-device=d']),
    }).toEqual({
      '__Host-refresh': 'a=b',
      '__Host-csrf': 'c',
      '__Host-device': 'd',
    });
    expect({ ...readCookies(undefined) }).toEqual({});
  });

  it.each([0xa0, 0x2000, 0x3000, 0xfeff, 0x0b])(
    'reads no cookie whose name hides the prefix behind character %i, as a sibling subdomain could plant it [A44]',
    (code) => {
      const space = String.fromCharCode(code);
      expect({ ...readCookies([`${space}__Host-refresh=evil`, ` \t__Host-refresh=own `]) }).toEqual({
        '__Host-refresh': 'own',
      });
    },
  );

  it('takes doubled cookies of others, which a parent domain may set', () => {
    expect({ ...readCookies(['_ga=1', '_ga=2', '__Host-csrf=c']) }).toEqual({ '__Host-csrf': 'c' });
  });

  it.each([
    ['two lines', ['__Host-refresh=a', '__Host-refresh=b']],
    ['one line', ['__Host-refresh=a; __Host-refresh=b']],
    ['equal values', ['__Host-refresh=a', '__Host-refresh=a']],
  ])('refuses one name twice in %s, on any route [A44]', async (_, cookies) => {
    const { call, seen } = subject();
    expect(refusal(await call({ path: '/document', cookies }))).toEqual([400, 'MALFORMED_REQUEST']);
    expect(seen).toEqual([]);
  });
});
