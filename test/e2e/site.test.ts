import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { siteHeaders } from '../../web/export/headers.ts';
import { openStage } from './harness/scene.ts';

const stage = openStage();

/** Every page that was built, by its address. */
const folder = fileURLToPath(new URL('../../dist/site/files', import.meta.url));
const pages = globSync('**/*.html', { cwd: folder }).map((file) => ({
  path: `/${file.replaceAll('\\', '/').replace(/(^|\/)index\.html$|\.html$/, '')}`,
  status: file === '404.html' ? 404 : 200,
}));

/** What the browser holds against the page's own policy: the hash of each inline script that it got. */
function inlineScriptHashes(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = [...document.querySelectorAll('script:not([src])')].map((script) => script.textContent ?? '');
    const hashOf = async (text: string) => {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
      return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
    };
    return Promise.all(texts.map(hashOf));
  });
}

describe('the site as it is served', () => {
  it('has pages', () => {
    expect(pages.map(({ path }) => path)).toEqual(expect.arrayContaining(['/', '/sign-in']));
  });

  it.each(pages)(
    'runs $path under its policy, with the headers of the cloud and no style attribute',
    stage.scene(async ({ newPerson, platform }, { path, status }) => {
      const person = await newPerson();
      if (status !== 200) person.watch.expect({ path, status });
      const [answer] = await Promise.all([
        person.page.waitForResponse((response) => response.request().isNavigationRequest()),
        person.open(path),
      ]);
      expect(answer.status()).toBe(status);
      expect(answer.headers()).toMatchObject(siteHeaders);
      // As it came, before any script: `style` would be refused there.
      const html = (await (await fetch(`${platform.origin}${path}`)).text()).replace(/<script.*?<\/script>/gs, '');
      expect(html).not.toMatch(/<[^>]+\sstyle=/i);
      const policies = await person.page.locator('meta[http-equiv="Content-Security-Policy"]').all();
      expect(policies).toHaveLength(1);
      const scripts = (await policies[0]?.getAttribute('content'))?.split('; ')[0]?.split(' ') ?? [];
      expect(scripts.slice(0, 2)).toEqual(['script-src', "'self'"]);
      expect(scripts.slice(2)).toEqual(expect.arrayContaining(await inlineScriptHashes(person.page)));
    }),
  );
});
