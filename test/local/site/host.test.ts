import type { GatewayAnswer } from '../../../local/gateway/message.ts';
import { type SiteSource, siteHost } from '../../../local/site/host.ts';

/** A site that is made by hand. */
function source(built: string | null = null) {
  let [lying, wanted] = [built, 'new'];
  const builds: { resolve(): void; reject(error: Error): void; signal: AbortSignal }[] = [];
  const of: SiteSource = {
    built: () => lying,
    current: () => wanted,
    read: () =>
      lying === null ? null : { fingerprint: lying, files: new Map([['index.html', Buffer.from(`site ${lying}`)]]) },
    build(signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => resolve());
      builds.push({ resolve, reject, signal });
      return promise;
    },
  };
  const said: string[] = [];
  const put = (fingerprint: string | null) => {
    lying = fingerprint;
  };
  const want = (fingerprint: string) => {
    wanted = fingerprint;
  };
  return { host: siteHost(of, (words) => void said.push(words)), builds, said, put, want };
}

const request = { method: 'GET', target: '/', headers: [], body: Buffer.alloc(0), sourceIp: '127.0.0.1' };
const shown = ({ status, body }: GatewayAnswer) => [status, body.toString()];
const soon = () => new Promise((resolve) => setImmediate(resolve));

describe('where no site is built', () => {
  it('a page waits for it, and the site stands there once it is', async () => {
    const { host, builds, said, put } = source();
    const done = host.refresh();
    await soon();
    const waiting = await host.answer(request);
    expect(shown(waiting)).toEqual([503, expect.stringContaining('The site is being built')]);
    expect(Object.fromEntries(waiting.headers)['retry-after']).toBe('5');
    put('new');
    builds[0]?.resolve();
    await done;
    expect(shown(await host.answer(request))).toEqual([200, 'site new']);
    expect(said).toEqual(['Building the site…', 'The site is built.']);
  });

  it('a build that fails is told on the page and in the terminal, with what to do, and a later one is shown', async () => {
    const { host, builds, said, put } = source();
    const done = host.refresh();
    await soon();
    builds[0]?.reject(new Error('x.tsx:1 <Oops> expected'));
    await done;
    const failed = await host.answer(request);
    expect(shown(failed)).toEqual([503, expect.stringMatching(/x\.tsx:1 &lt;Oops&gt; expected[\s\S]*/)]);
    expect(failed.body.toString()).toContain('npm run build');
    expect(Object.fromEntries(failed.headers)).not.toHaveProperty('retry-after');
    expect(said.at(-1)).toMatch(
      /^The site could not be built:\n\nx\.tsx:1 <Oops> expected\n\nThe API goes on\. .*npm run build/,
    );
    put('by hand');
    expect(shown(await host.answer(request))).toEqual([200, 'site by hand']);
  });

  it('a brand that cannot be used any more is such a failure', async () => {
    const said: string[] = [];
    const current = () => {
      throw new Error('no such logo');
    };
    const host = siteHost({ built: () => null, current, read: () => null, build: async () => undefined }, (words) => {
      said.push(words);
    });
    await host.refresh();
    expect(said).toEqual([expect.stringContaining('no such logo')]);
  });
});

describe('where a site is built', () => {
  it('nothing is built or said', async () => {
    const { host, builds, said } = source('new');
    await host.refresh();
    expect([builds.length, said]).toEqual([0, []]);
    expect(shown(await host.answer(request))).toEqual([200, 'site new']);
  });

  it('an old one is served until the new one is there, also where that cannot be built', async () => {
    const { host, builds, said, put, want } = source('old');
    const first = host.refresh();
    await soon();
    expect(shown(await host.answer(request))).toEqual([200, 'site old']);
    builds[0]?.reject(new Error('oops'));
    await first;
    expect(shown(await host.answer(request))).toEqual([200, 'site old']);
    expect(said[0]).toBe('The site is older than its sources. Building it anew…');
    expect(said.at(-1)).toContain('The old one is served meanwhile.');
    want('newer');
    const second = host.refresh();
    await soon();
    put('newer');
    builds[1]?.resolve();
    await second;
    expect(shown(await host.answer(request))).toEqual([200, 'site newer']);
  });

  it('goes on being served while another build puts its own in place', async () => {
    const { host, put } = source('new');
    await host.answer(request);
    put(null);
    expect(shown(await host.answer(request))).toEqual([200, 'site new']);
    put('another');
    expect(shown(await host.answer(request))).toEqual([200, 'site another']);
  });
});

describe('a stop', () => {
  it('ends the build that runs, and says nothing of it', async () => {
    const { host, builds, said } = source();
    const done = host.refresh();
    await soon();
    await host.close();
    await done;
    expect(builds[0]?.signal.aborted).toBe(true);
    expect(said).toEqual(['Building the site…']);
  });
});
