import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import type { GatewayAnswer } from '../../../local/gateway/message.ts';
import { failedPage, noSite, waitingPage } from '../../../local/site/waiting-pages.ts';

const textOf = ({ body }: GatewayAnswer) => body.toString();
const fieldsOf = ({ headers }: GatewayAnswer) => Object.fromEntries(headers);
const scriptOf = (answer: GatewayAnswer) => /<script>([\s\S]*?)<\/script>/.exec(textOf(answer))?.[1];

const pages: [string, number, GatewayAnswer][] = [
  ['waits for the site', 503, waitingPage()],
  ['tells of a build that failed', 503, failedPage('x.tsx:1 <b>oops</b>')],
  ['stands where no site is wanted', 404, noSite()],
];

describe('a page in place of the site', () => {
  it.each(pages)('that %s leads to mailbox and OpenAPI document, in light and dark', (_, status, answer) => {
    expect(answer.status).toBe(status);
    for (const part of [
      '<html lang="en"',
      'href="/_local"',
      'href="/api/v1/openapi.json"',
      'prefers-color-scheme: dark',
    ])
      expect(textOf(answer)).toContain(part);
    expect(fieldsOf(answer)).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  it.each(pages)('that %s runs nothing but what its policy names', (_, __, answer) => {
    const script = scriptOf(answer);
    const hash = script && createHash('sha256').update(script).digest('base64');
    const policy = fieldsOf(answer)['content-security-policy'];
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).not.toContain('unsafe');
    expect(/script-src ([^;]*)/.exec(policy ?? '')?.[1]).toBe(hash && `'sha256-${hash}'`);
    expect(textOf(answer)).not.toMatch(/\son\w+=|style="|<b>/);
  });

  it('says when to ask again, also to a browser without scripts', () => {
    expect(fieldsOf(waitingPage())['retry-after']).toBe('5');
    expect(textOf(waitingPage())).toContain('<noscript><meta http-equiv="refresh" content="3"></noscript>');
  });
});

/** Runs the script of a page in a browser of few parts, where these answers come; answers whether it was loaded anew. */
async function reloads(
  page: GatewayAnswer,
  ...answers: (GatewayAnswer | 'no answer' | 'the site')[]
): Promise<boolean> {
  const awaits = /data-awaits="([^"]*)"/.exec(textOf(page))?.[1];
  let reloaded = false;
  const waits: (() => Promise<void>)[] = [];
  runInNewContext(scriptOf(page) ?? '', {
    document: { documentElement: { dataset: { awaits } } },
    location: { href: 'http://localhost:4000/sign-in', reload: () => (reloaded = true) },
    setTimeout: (look: () => Promise<void>) => waits.push(look),
    async fetch() {
      const answer = answers.shift();
      if (answer === undefined || answer === 'no answer') throw new TypeError('Failed to fetch');
      return { headers: new Headers(answer === 'the site' ? {} : fieldsOf(answer)) };
    },
  });
  while (answers.length > 0 && !reloaded) await waits.shift()?.();
  return reloaded;
}

describe('a page that waits is loaded anew', () => {
  it('once the site stands there, and not before', async () => {
    expect(await reloads(waitingPage(), waitingPage(), 'no answer', waitingPage())).toBe(false);
    expect(await reloads(waitingPage(), waitingPage(), 'the site')).toBe(true);
  });
  it('once the build has failed, and again once that is mended', async () => {
    expect(await reloads(waitingPage(), failedPage('x'))).toBe(true);
    expect(await reloads(failedPage('x'), failedPage('x'))).toBe(false);
    expect(await reloads(failedPage('x'), failedPage('x'), 'the site')).toBe(true);
  });
});
