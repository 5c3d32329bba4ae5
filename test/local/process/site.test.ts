import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { standInForNext } from '../../web/export/stand-in.ts';
import { type Checkout, checkout } from '../checkout.ts';
import { cleanUp, preparedFolder, type RunningChild, runToEnd, startChild } from './child.ts';

const withSite = { GATEHOUSE_NO_WEB: 'false' };

/** A repository of its own, whose site is not built yet, with a stand-in for Next.js. */
let copy: Checkout;
let next: ReturnType<typeof standInForNext>;

beforeAll(() => {
  copy = checkout('linked');
  next = standInForNext(copy.folder);
}, 60_000);
afterEach(cleanUp);
afterAll(() => copy.remove());

const start = async () => startChild(['--data', await preparedFolder()], withSite, copy.folder);
const pageOf = async ({ origin }: RunningChild, path = '/sign-in') => {
  const answer = await fetch(origin + path);
  return { status: answer.status, text: await answer.text() };
};

/** Waits for something to become so; the test's own time limit ends it. */
async function until<T>(look: () => Promise<T | null> | T | null): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await setTimeout(20);
  }
}

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('npm start', () => {
  it('names every fault of the brand, and starts nothing', async () => {
    const brand = { GATEHOUSE_BRAND_ACCENT: 'teal', GATEHOUSE_BRAND_LOGO: 'none.svg' };
    const { code, stdout, stderr } = await runToEnd(['--data', 'memory', '--port', '0'], { ...withSite, ...brand });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^The brand has 2 fault\(s\):\n {2}- GATEHOUSE_BRAND_ACCENT .*\n {2}- GATEHOUSE_BRAND_LOGO .*\n$/,
    );
  });
});

describe('npm start builds the site', () => {
  it('after the API answers, and ends that build when it stops', async () => {
    next.will({ until: 'never' });
    const child = await start();
    expect((await fetch(`${child.origin}/api/v1/health/ready`)).status).toBe(200);
    const [run] = await until(() => (next.runs().length === 1 ? next.runs() : null));
    expect(await pageOf(child)).toEqual({ status: 503, text: expect.stringContaining('The site is being built') });
    expect(await child.end('SIGTERM')).toBe(0);
    await until(() => (isRunning(run?.pid ?? 0) ? null : true));
    expect(existsSync(join(copy.folder, 'dist/site'))).toBe(false);
    expect(child.output()).toMatch(/\nBuilding the site…\nStopping\.\n$/);
  }, 60_000);

  it('and tells of a build that fails, on the page and in the terminal, while the API goes on', async () => {
    next.will({ failure: 'web/app/page.tsx:3 nothing there' });
    const child = await start();
    const failed = await until(async () => {
      const page = await pageOf(child);
      return page.text.includes('could not be built') ? page : null;
    });
    expect(failed).toEqual({ status: 503, text: expect.stringContaining('web/app/page.tsx:3 nothing there') });
    expect(child.output()).toContain('The site could not be built:\n\nweb/app/page.tsx:3 nothing there\n\n');
    expect((await fetch(`${child.origin}/api/v1/health/ready`)).status).toBe(200);
  }, 60_000);

  it('once for two platforms, and both serve it as soon as it is there', async () => {
    const before = next.runs().length;
    next.will({ until: 'now' });
    const children = [await start(), await start()];
    await until(() => (next.runs().length > before ? true : null));
    copy.write('now', '');
    for (const child of children)
      expect(await until(async () => ((await pageOf(child)).status === 200 ? child : null))).toBe(child);
    expect(next.runs()).toHaveLength(before + 1);
    for (const child of children) {
      const page = await fetch(`${child.origin}/sign-in`, { headers: { 'accept-encoding': 'br' } });
      expect(page.headers.get('content-encoding')).toBe('br');
      expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect((await pageOf(child, '/_local/gallery')).status).toBe(200);
      expect((await pageOf(child, '/none')).status).toBe(404);
      await until(() => (child.output().includes('The site is built.') ? true : null));
    }
  }, 60_000);

  it('anew where it is old, serving the old one meanwhile', async () => {
    next.will({ files: { 'sign-in.html': '<html><head></head><body>Another</body></html>' }, until: 'later' });
    copy.write('web/app/new.ts', 'export const x = 1;\n');
    const child = await start();
    await until(() => (child.output().includes('older than its sources') ? true : null));
    expect((await pageOf(child)).text).toContain('start()');
    copy.write('later', '');
    expect(await until(async () => ((await pageOf(child)).text.includes('Another') ? child : null))).toBe(child);
  }, 60_000);
});
