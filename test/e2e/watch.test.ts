import type { Browser } from 'playwright-core';
import { launchChromium } from './harness/chromium.ts';
import { watchContext } from './harness/watch.ts';

const origin = 'http://localhost:1';
const held: { browser?: Browser } = {};
beforeAll(async () => {
  held.browser = await launchChromium();
});
afterAll(() => held.browser?.close());

/** A page of our origin with this body, opened and watched; `/refused` answers 401, `/lost` nothing. */
async function watched(body: string) {
  const context = await (held.browser as Browser).newContext();
  const watch = await watchContext(context, origin);
  await context.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/lost') return route.abort('connectionfailed');
    if (pathname === '/refused') return route.fulfill({ status: 401, body: '' });
    const policy = "script-src 'self' 'unsafe-inline' 'nonce-known'; style-src 'self'";
    const headers = { 'content-security-policy': pathname === '/' ? policy : '' };
    return route.fulfill({ contentType: 'text/html', headers, body: pathname === '/' ? body : '' });
  });
  const page = await context.newPage();
  await page.goto(origin);
  return { page, watch, context };
}

const ask = (path: string) =>
  `<script nonce="known">fetch('${path}').catch(() => {}).then(() => document.title = 'asked')</script>`;
const asked = () => document.title === 'asked';

describe('a journey fails for what nobody would have looked at', () => {
  it.each([
    ['a script that the policy does not know', '<script>document.title = "x"</script>', /^policy: script-src-elem/],
    ['a style attribute', '<p style="color: red">x</p>', /^policy: style-src-attr/],
    ['an error on the console', '<script nonce="known">console.error("so")</script>', /^console: so$/],
    ['an error that nobody caught', '<script nonce="known">throw new Error("so")</script>', /^error: .*so/],
    ['a picture of a place that is not ours', '<img alt="" src="http://127.0.0.1:2/x.png">', /^foreign request: /],
  ])('sees %s', async (_, body, complaint) => {
    const { watch, context } = await watched(body);
    expect(watch.complaints()).toContainEqual(expect.stringMatching(complaint));
    await context.close();
  });

  it.each([
    ['a refusal', '/refused', 401, /^answer: 401 /],
    ['a request that got no answer', '/lost', 'failed', /^failed request: .*\/lost$/],
  ] as const)('sees %s, unless the test announced it', async (_, path, status, complaint) => {
    const { page, watch, context } = await watched(ask(path));
    await page.waitForFunction(asked);
    expect(watch.complaints()).toEqual([expect.stringMatching(complaint)]);
    watch.expect({ path, status });
    expect(watch.complaints()).toHaveLength(2);
    await context.close();
  });

  it('lets be said on the console what was announced', async () => {
    const { page, watch, context } = await watched('');
    watch.expect({ path: 'so it', status: 'console' });
    await page.setContent('<script nonce="known">console.error("so it is")</script>');
    expect(watch.complaints()).toEqual([]);
    await context.close();
  });

  it('lets what was announced happen, once or often', async () => {
    const { page, watch, context } = await watched('');
    watch.expect({ path: '/refused', status: 401 });
    for (const _ of [1, 2]) await page.evaluate(() => fetch('/refused'));
    expect(watch.complaints()).toEqual([]);
    await context.close();
  });
});
