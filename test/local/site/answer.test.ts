import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { GatewayAnswer, HeaderField } from '../../../local/gateway/message.ts';
import { answerFile } from '../../../local/site/answer.ts';
import { pack } from '../../../local/site/pack.ts';
import { siteHeaders } from '../../../web/export/headers.ts';

const long = 'A page with words, and words, and words. '.repeat(50);
const contents: Record<string, string> = {
  'index.html': 'home',
  'sign-in.html': long,
  'sign-in.txt': 'payload',
  '404.html': 'Nothing here',
  'account/security.html': 'security',
  '_next/static/chunks/a.js': `start(${JSON.stringify(long)})`,
  '_next/static/media/a.woff2': long,
  'brand/b.svg': '<svg/>',
  'odd.thing': 'odd',
};
const files = new Map(Object.entries(contents).map(([path, text]) => [path, pack(path, Buffer.from(text))]));

async function ask(target: string, fields: Record<string, string> | HeaderField[] = {}, method = 'GET', of = files) {
  const headers = Array.isArray(fields) ? fields : Object.entries(fields);
  const answer = await answerFile({ method, target, headers, body: Buffer.alloc(0), sourceIp: '127.0.0.1' }, of);
  return { ...answer, fields: fieldsOf(answer) };
}

function fieldsOf({ headers }: GatewayAnswer): Record<string, string> {
  // Each header once: a second policy or caching line would be another meaning.
  expect(new Set(headers.map(([name]) => name)).size).toBe(headers.length);
  return Object.fromEntries(headers);
}

describe('every answer of the site bears its headers', () => {
  it.each<[string, number, Promise<Awaited<ReturnType<typeof ask>>>]>([
    ['a page', 200, ask('/sign-in')],
    ['a file', 200, ask('/_next/static/chunks/a.js')],
    ['a missing page', 404, ask('/none')],
    ['a missing file', 404, ask('/none.js')],
    ['another spelling', 308, ask('/sign-in/')],
    ['what has not changed', 304, ask('/sign-in', { 'If-None-Match': '*' })],
    ['a wrong method', 405, ask('/sign-in', {}, 'POST')],
    ['a site without its page for missing ones', 404, ask('/none', {}, 'GET', new Map())],
  ])('%s, with %i [ASVS 3.4.1] [ASVS 3.4.3] [ASVS 3.4.4] [ASVS 3.4.5] [ASVS 3.4.6]', async (_, status, asked) => {
    const answer = await asked;
    expect(answer.status).toBe(status);
    expect(answer.fields).toMatchObject(siteHeaders);
    expect(answer.fields['cache-control']).toBeDefined();
  });
});

describe('a request gets the file of its address', () => {
  it.each([
    ['/', 'index.html', 'text/html; charset=utf-8'],
    ['/sign-in?return_to=%2F', 'sign-in.html', 'text/html; charset=utf-8'],
    ['/sign-in.txt?_rsc=x', 'sign-in.txt', 'text/plain; charset=utf-8'],
    ['/account/security', 'account/security.html', 'text/html; charset=utf-8'],
    ['/_next/static/chunks/a.js', '_next/static/chunks/a.js', 'text/javascript; charset=utf-8'],
    ['/_next/static/media/a.woff2', '_next/static/media/a.woff2', 'font/woff2'],
    ['/brand/b.svg', 'brand/b.svg', 'image/svg+xml'],
    ['/odd.thing', 'odd.thing', 'application/octet-stream'],
  ])('%s with its type [ASVS 3.2.1]', async (target, file, type) => {
    const { status, fields, body } = await ask(target);
    expect([status, body.toString(), fields['content-type']]).toEqual([200, contents[file], type]);
  });

  it('is told of a page that is not there, on a page', async () => {
    const { status, fields, body } = await ask('/none', { 'accept-encoding': 'br' });
    expect([status, fields['content-type'], fields['cache-control']]).toEqual([
      404,
      'text/html; charset=utf-8',
      'no-cache',
    ]);
    expect(brotliDecompressSync(body).toString()).toBe('Nothing here');
  });

  it('is sent to the one address of a page, with its query', async () => {
    expect((await ask('/account/security/?a=b?c')).fields.location).toBe('/account/security?a=b?c');
  });

  it('may look and nothing else', async () => {
    expect((await ask('/sign-in', {}, 'HEAD')).status).toBe(200);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])
      expect((await ask('/sign-in', {}, method)).fields.allow).toBe('GET, HEAD');
  });

  it('finds what was built and nothing else of this machine, whatever it asks for [A96]', async () => {
    const part = fc.constantFrom(
      '/',
      '..',
      '.',
      '%2e',
      '%2f',
      '\\',
      '\0',
      'etc',
      'passwd',
      'index.html',
      '__proto__',
      '?',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const { status, body } = await ask(`/${parts.join('')}`);
        expect([200, 308, 404]).toContain(status);
        if (status === 200) expect(Object.values(contents)).toContain(body.toString());
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('answers are small, and not sent twice', () => {
  it('text comes compressed where the client takes that, and says so', async () => {
    const br = await ask('/sign-in', { 'Accept-Encoding': 'gzip, br' });
    expect([br.fields['content-encoding'], br.fields.vary]).toEqual(['br', 'Accept-Encoding']);
    expect(brotliDecompressSync(br.body).toString()).toBe(long);
    expect(br.body.length).toBeLessThan(long.length / 4);
    const lines = await ask('/sign-in', [
      ['Accept-Encoding', 'deflate'],
      ['accept-encoding', 'br'],
    ]);
    expect(lines.fields['content-encoding']).toBe('br');
    const gzip = await ask('/sign-in', { 'accept-encoding': 'gzip' });
    expect([gzip.fields['content-encoding'], gunzipSync(gzip.body).toString()]).toEqual(['gzip', long]);
    const plain = await ask('/sign-in');
    expect([plain.fields['content-encoding'], plain.fields.vary]).toEqual([undefined, 'Accept-Encoding']);
  });

  it('what is compressed by itself comes as it is', async () => {
    const { fields, body } = await ask('/_next/static/media/a.woff2', { 'accept-encoding': 'br' });
    expect([fields['content-encoding'], fields.vary, body.toString()]).toEqual([undefined, undefined, long]);
  });

  it('each encoding is made once', async () => {
    const first = await ask('/sign-in', { 'accept-encoding': 'br' });
    expect((await ask('/sign-in', { 'accept-encoding': 'br' })).body).toBe(first.body);
  });

  it('a page is asked for again, a file whose name changes with it never', async () => {
    expect((await ask('/sign-in')).fields['cache-control']).toBe('no-cache');
    expect((await ask('/_next/static/chunks/a.js')).fields['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
    expect((await ask('/_next/static/chunks/gone.js')).fields['cache-control']).toBe('no-cache');
  });

  it.each([
    ['its tag', (tag: string) => tag],
    ['its tag as a strong one', (tag: string) => tag.replace('W/', '')],
    ['several', (tag: string) => `"x", ${tag} ,W/"y"`],
    ['anything', () => '*'],
  ])('what a client has already, by %s, is not sent', async (_, give) => {
    const { fields } = await ask('/sign-in');
    const again = await ask('/sign-in', { 'If-None-Match': give(fields.etag ?? ''), 'accept-encoding': 'br' });
    expect([again.status, again.body.length, again.fields['content-type']]).toEqual([304, 0, undefined]);
    expect(again.fields).toMatchObject({ etag: fields.etag, 'cache-control': 'no-cache', vary: 'Accept-Encoding' });
  });

  it('what has changed is sent, and what is missing is missing whatever a client has', async () => {
    expect((await ask('/sign-in', { 'if-none-match': 'W/"other"' })).status).toBe(200);
    expect((await ask('/none', { 'if-none-match': '*' })).status).toBe(404);
    const changed = new Map([['sign-in.html', pack('sign-in.html', Buffer.from('new'))]]);
    const { fields } = await ask('/sign-in');
    expect((await ask('/sign-in', { 'if-none-match': fields.etag ?? '' }, 'GET', changed)).status).toBe(200);
  });
});
