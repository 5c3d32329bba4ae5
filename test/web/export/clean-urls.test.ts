import { readFileSync } from 'node:fs';
import { transformSync } from '@swc/core';
import fc from 'fast-check';
import { cleanUrl } from '../../../web/export/clean-urls.ts';

const source = readFileSync(new URL('../../../web/export/clean-urls.ts', import.meta.url), 'utf8');

describe('an address leads to its page', () => {
  it.each([
    ['/', 'index.html'],
    ['/sign-in', 'sign-in.html'],
    ['/account/security', 'account/security.html'],
    ['/_local/gallery', '_local/gallery.html'],
    ['/_next/static/chunks/0cz1d0mv5g_q7.js', '_next/static/chunks/0cz1d0mv5g_q7.js'],
    ['/brand/46725f5ae0cdab2e.svg', 'brand/46725f5ae0cdab2e.svg'],
    // What the router of Next.js asks for.
    ['/index.txt', 'index.txt'],
    ['/sign-in.txt', 'sign-in.txt'],
    ['/__next._tree.txt', '__next._tree.txt'],
    ['/sign-in/__next.!KGF1dGgp.sign-in.__PAGE__.txt', 'sign-in/__next.!KGF1dGgp.sign-in.__PAGE__.txt'],
  ])('%s is %s', (path, file) => {
    expect(cleanUrl(path, 'return_to=%2Faccount')).toEqual({ file, status: 200 });
  });

  it.each([
    ['/sign-in/', '', '/sign-in'],
    ['/sign-in/', 'a=1&b=%2F', '/sign-in?a=1&b=%2F'],
    ['/account/security/', '', '/account/security'],
    ['/sign-in.html', 'a=1', '/sign-in?a=1'],
    ['/index.html', '', '/'],
    ['/index', 'a', '/?a'],
  ])('%s?%s is moved for good to %s, so that a page has one address', (path, query, location) => {
    expect(cleanUrl(path, query)).toEqual({ location, status: 308 });
  });

  it.each([
    '/404',
    '/404/',
    '/404.html',
    '//sign-in',
    '/sign-in//',
    '/a//b',
    '/.env',
    '/.git/config',
    '/a/../b',
    '/./a',
    '/%2e%2e/etc/passwd',
    '/a%2Fb',
    '/a\\b',
    '/a b',
    '/a\nb',
    '',
    'sign-in',
    '*',
  ])('%j is none', (path) => {
    expect(cleanUrl(path, '')).toEqual({ file: '404.html', status: 404 });
  });
});

describe('whatever is asked for', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '/',
      '//',
      '\\',
      '.',
      '..',
      ':',
      '@',
      '\t',
      '\n',
      '%2f',
      '%5c',
      '?',
      '#',
      'evil.example',
      'sign-in',
    ),
    fc.constantFrom('.html', '.html/', 'index', 'index.html', '404', 'https:', 'javascript:', '／', ' '),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`);
  const origin = 'https://auth.example';

  it('never leads to another site, whichever way a browser reads the location [A70] [ASVS 3.7.2]', () => {
    fc.assert(
      fc.property(path, fc.webQueryParameters(), (asked, query) => {
        const place = cleanUrl(asked, query);
        if (place.status !== 308) return;
        const target = new URL(place.location, `${origin}/any/where`);
        expect(target.origin).toBe(origin);
        expect(target.search).toBe(new URL(`?${query}`, origin).search);
        // It is settled by one step: what it leads to is not moved again.
        expect(cleanUrl(target.pathname, '').status).not.toBe(308);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never names a file outside of the site', () => {
    fc.assert(
      fc.property(path, (asked) => {
        const place = cleanUrl(asked, '');
        if (place.status === 308) return;
        expect(place.file).toMatch(/^[^/\\.][^\\]*$/);
        expect(place.file.split('/')).not.toContain('..');
        expect(place.file.split('/')).not.toContain('');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('as a function at the edge', () => {
  const { code } = transformSync(source, { jsc: { target: 'es2020', parser: { syntax: 'typescript' } } });

  it('needs nothing beside it', () => {
    expect(code).not.toMatch(/\b(import|require)\b/);
  });

  it('has less than the 10,240 bytes that CloudFront takes', () => {
    expect(Buffer.byteLength(code)).toBeLessThan(10_240);
  });
});
