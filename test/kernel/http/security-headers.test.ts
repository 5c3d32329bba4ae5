import { bearer, subject } from './subject.ts';

const throwing = (error: unknown) => async () => {
  throw error;
};
const open = { method: 'POST', path: '/open', body: {} };

describe('the security headers', () => {
  const requests = {
    'an answer': { path: '/me', headers: bearer },
    'a bare document': { path: '/document' },
    'an answer without a body': { method: 'POST', path: '/refresh' },
    'a refusal': { path: '/me' },
    'an unknown path': { path: '/nothing' },
    'a wrong method': { method: 'DELETE', path: '/me' },
    'a fault': { method: 'POST', path: '/echo', body: {} },
  };
  const rows = Object.entries(requests);
  const json = 'application/json; charset=utf-8';
  const typeOf: Record<string, string | undefined> = {
    ...Object.fromEntries(rows.map(([name]) => [name, json])),
    'a bare document': 'text/plain; charset=utf-8',
    'an answer without a body': undefined,
  };

  async function headersOf(request: (typeof rows)[number][1]): Promise<Record<string, string>> {
    const { call } = subject({ rules: { echo: throwing(new Error('boom')) } });
    return (await call(request)).headers;
  }

  it.each(rows)('are on %s: type and sniffing [ASVS 3.2.1] [ASVS 3.4.4]', async (name, request) => {
    const headers = await headersOf(request);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-type']).toBe(typeOf[name]);
  });
  it.each(rows)('are on %s: transport for two years, subdomains too [ASVS 3.4.1]', async (_, request) => {
    expect((await headersOf(request))['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
  });
  it.each(rows)('are on %s: nothing may load, frame or rebase it [ASVS 3.4.3] [ASVS 3.4.6]', async (_, request) => {
    const headers = await headersOf(request);
    const policy = headers['content-security-policy'] ?? '';
    // `default-src 'none'` covers object-src; base-uri and frame-ancestors have no fallback.
    for (const directive of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy).toContain(directive);
    expect(headers['x-frame-options']).toBe('DENY');
  });
  it.each(rows)(
    'are on %s: no referrer, no sharing across origins [ASVS 3.4.5] [ASVS 3.4.8] [ASVS 3.5.8]',
    async (_, request) => {
      expect(await headersOf(request)).toMatchObject({
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('geolocation=()'),
      });
    },
  );
  it.each(rows)('are on %s: no caching unless the contract says so [A96]', async (name, request) => {
    const expected = name === 'a bare document' ? 'public, max-age=300' : 'no-store';
    expect((await headersOf(request))['cache-control']).toBe(expected);
  });
  it.each(rows)('are on %s: an id of ours', async (_, request) => {
    expect((await headersOf(request))['x-request-id']).toMatch(/^[0-9a-f]{8}-/);
  });
  it('cannot be replaced by a handler', async () => {
    const rule = async () => ({ data: null, headers: { 'X-Content-Type-Options': 'x', Vary: '*' } });
    const { headers } = await subject({ rules: { open: rule } }).call(open);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', vary: 'Origin' });
  });
});
