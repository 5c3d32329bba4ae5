import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { siteRouterCode, viewerAddressCode } from '../../infra/constructs/edge-functions.ts';
import { siteHeaders } from '../../web/export/headers.ts';
import { standInBuild } from './stand-in-build.ts';

interface Answer {
  uri?: string;
  statusCode?: number;
  headers: Record<string, { value: string }>;
  body?: string;
}

/** Runs a CloudFront function as CloudFront does: `handler` of a script, an event of version 1.0. */
function run(code: string, uri: string, more: { query?: object; headers?: object } = {}): Answer {
  const request = { method: 'GET', uri, querystring: more.query ?? {}, headers: more.headers ?? {}, cookies: {} };
  const event = { version: '1.0', viewer: { ip: '192.0.2.7' }, request };
  return JSON.parse(runInNewContext(`${code}\nJSON.stringify(handler(${JSON.stringify(event)}))`));
}

describe('what CloudFront runs before the site', () => {
  const { site } = standInBuild();
  const code = siteRouterCode(site);
  afterAll(() => rmSync(join(site, '..'), { recursive: true }));

  const route = (uri: string, query?: object) => run(code, uri, { query });

  it.each([
    ['/', '/index.html'],
    ['/sign-in', '/sign-in.html'],
    ['/account/security', '/account/security.html'],
    ['/_next/static/chunks/main.js', '/_next/static/chunks/main.js'],
    ['/sign-in.txt', '/sign-in.txt'],
  ])('finds the file of %s', (uri, file) => {
    expect(route(uri).uri).toBe(file);
  });

  it.each([
    ['/sign-in/', '/sign-in'],
    ['/sign-in.html', '/sign-in'],
    ['/index.html', '/'],
  ])('leads %s to the one address of its page', (uri, location) => {
    expect(route(uri)).toMatchObject({ statusCode: 308, headers: { location: { value: location } } });
  });

  it('keeps the query where it leads to another address', () => {
    const query = { a: { value: '1', multiValue: [{ value: '1' }, { value: '2' }] }, b: { value: 'x%2Fy' } };
    expect(route('/sign-in/', query).headers.location?.value).toBe('/sign-in?a=1&a=2&b=x%2Fy');
  });

  it.each(['//evil.example', '/\\evil.example', '/%2f%2fevil.example/', '/.//evil/', '/a/..//evil/'])(
    'never leads away from the site: %s [A120]',
    (uri) => {
      expect(route(uri)).toMatchObject({ statusCode: 404 });
    },
  );

  it.each(['/nowhere', '/404', '/_local/gallery', '/account/nowhere'])(
    'answers 404 with the page of the site: %s',
    (uri) => {
      const answer = route(uri);
      expect(answer).toMatchObject({ statusCode: 404, body: '<h1>Not here</h1>' });
      expect(Object.keys(answer.headers)).toEqual(expect.arrayContaining(Object.keys(siteHeaders)));
    },
  );

  it('fits into a CloudFront function with the page that it bears', () => {
    expect(Buffer.byteLength(code)).toBeLessThan(10_240);
  });
});

describe('what CloudFront runs before the API', () => {
  it("overwrites what a client says of its address with the viewer's [A06]", () => {
    const headers = { 'x-viewer-ip': { value: '127.0.0.1' }, accept: { value: '*/*' } };
    expect(run(viewerAddressCode, '/api/v1/auth/login', { headers }).headers).toEqual({
      'x-viewer-ip': { value: '192.0.2.7' },
      accept: { value: '*/*' },
    });
  });
});
