import type { BrowserContext, Page, Request, Response } from 'playwright-core';

/**
 * What a test says will go wrong: a part of the address, and the status or `failed` where no answer comes; a part of
 * what is then said on the `console`; or of an address `elsewhere`, on another site, that the browser is led to.
 */
export interface Announcement {
  path: string;
  status: number | 'failed' | 'console' | 'elsewhere';
}

/** What the pages of a context did that nobody announced. */
export interface Watch {
  /** Holds from now on, for as often as it happens; that it never does is a complaint too. */
  expect(announcement: Announcement): void;
  complaints(): string[];
}

/**
 * Given up by the page itself, which left or needs no longer what it asked for ahead; and asked for while the test had
 * cut the browser off.
 */
const expected: ReadonlySet<string> = new Set(['net::ERR_ABORTED', 'net::ERR_INTERNET_DISCONNECTED']);

/** The answers that the browser repeats on the console are judged by the answer itself. */
const repeatsAnAnswer = /^Failed to load resource: /;

/**
 * Watches every page of the context, those that open later too: violations of the content security policy, errors and
 * warnings on the console, uncaught errors, refused and failed requests, and requests to any other origin.
 */
export async function watchContext(context: BrowserContext, origin: string): Promise<Watch> {
  const found: string[] = [];
  const announced: { announcement: Announcement; met: boolean }[] = [];
  const isAnnounced = (text: string, status: Announcement['status']) => {
    const matching = announced.filter(
      ({ announcement }) => text.includes(announcement.path) && announcement.status === status,
    );
    for (const entry of matching) entry.met = true;
    return matching.length > 0;
  };

  await context.exposeBinding('reportViolation', (_, violation: string) => found.push(`policy: ${violation}`));
  await context.addInitScript(() => {
    const report = (globalThis as unknown as { reportViolation(violation: string): void }).reportViolation;
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
      report(`${effectiveDirective} refused ${blockedURI} at ${sourceFile}:${lineNumber}`),
    );
  });

  const onPage = (page: Page) => {
    page.on('console', (message) => {
      const isFault = message.type() === 'error' || message.type() === 'warning';
      if (!isFault || repeatsAnAnswer.test(message.text()) || isAnnounced(message.text(), 'console')) return;
      found.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => found.push(`error: ${error.stack ?? error.message}`));
  };
  context.on('page', onPage);
  context.on('request', (request: Request) => {
    const url = request.url();
    const isOurs = url.startsWith(`${origin}/`) || /^(data|blob):/.test(url);
    if (!isOurs && !isAnnounced(url, 'elsewhere')) found.push(`foreign request: ${url}`);
  });
  context.on('response', (response: Response) => {
    const [url, status] = [response.url(), response.status()];
    if (status >= 400 && !isAnnounced(url, status)) found.push(`answer: ${status} ${url}`);
  });
  context.on('requestfailed', (request: Request) => {
    const cause = request.failure()?.errorText ?? '';
    if (isAnnounced(request.url(), 'failed') || expected.has(cause)) return;
    found.push(`failed request: ${cause} ${request.url()}`);
  });

  return {
    expect(announcement) {
      announced.push({ announcement, met: false });
    },
    complaints() {
      const unmet = announced
        .filter(({ met }) => !met)
        .map(({ announcement: { path, status } }) => `${status} ${path}`);
      return [...found, ...unmet.map((what) => `announced, and did not happen: ${what}`)];
    },
  };
}
