import { cacheControl, siteHeaders } from '../../../web/export/headers.ts';

const policy = new Map(
  (siteHeaders['content-security-policy'] ?? '').split('; ').map((directive) => {
    const [name = '', ...sources] = directive.split(' ');
    return [name, sources.join(' ')];
  }),
);

describe('the headers of the site', () => {
  it('leave scripts to the policy of each page, and name every other kind [ASVS 3.4.3] [ASVS 3.4.6]', () => {
    expect(policy.has('default-src')).toBe(false);
    expect(policy.has('script-src')).toBe(false);
    for (const kind of ['object-src', 'base-uri', 'frame-ancestors', 'frame-src', 'media-src'])
      expect([kind, policy.get(kind)]).toEqual([kind, "'none'"]);
    for (const kind of ['style-src', 'font-src', 'connect-src', 'manifest-src', 'worker-src', 'form-action'])
      expect([kind, policy.get(kind)]).toEqual([kind, "'self'"]);
    expect(policy.get('img-src')).toBe("'self' https: data:");
    // Said by each page alone: a worker's loader, which has these headers as well, could not run under it.
    expect(policy.has('require-trusted-types-for')).toBe(false);
  });

  it('allow nothing that would make a policy worthless', () => {
    expect(siteHeaders['content-security-policy']).not.toMatch(/unsafe|\*|blob:|http:|upgrade-insecure-requests/);
  });

  it('keep pages to themselves and to their own transport [ASVS 3.4.1] [ASVS 3.4.5] [ASVS 3.4.8] [ASVS 3.5.8]', () => {
    expect(siteHeaders).toMatchObject({
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it('deny what no page uses, and keep passkeys to this site', () => {
    const features = (siteHeaders['permissions-policy'] ?? '').split(', ');
    for (const feature of ['camera=()', 'geolocation=()', 'microphone=()', 'payment=()', 'usb=()'])
      expect(features).toContain(feature);
    expect(features).toContain('publickey-credentials-get=(self)');
    expect(features).toContain('publickey-credentials-create=(self)');
  });

  it('can stand in a response headers policy of CloudFront: one line each', () => {
    for (const value of Object.values(siteHeaders)) expect(value).toMatch(/^[\x20-\x7e]{1,1783}$/);
  });
});

describe('how long a file is kept', () => {
  it.each(['_next/static/chunks/a.js', '_next/static/media/x.woff2', 'brand/46725f5ae0cdab2e.svg'])(
    'is for good, for %s, whose name changes with it',
    (file) => expect(cacheControl(file)).toBe('public, max-age=31536000, immutable'),
  );
  it.each(['index.html', 'sign-in.txt', '404.html', 'robots.txt', '_local/gallery.html', 'account/brand/x.html'])(
    'is until it is asked for again, for %s',
    (file) => expect(cacheControl(file)).toBe('no-cache'),
  );
});
