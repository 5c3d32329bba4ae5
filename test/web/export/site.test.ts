import { buildSite } from '../../../web/export/build.ts';
import type { BuiltSite } from '../../../web/export/built-site.ts';
import { cleanUrl } from '../../../web/export/clean-urls.ts';
import { firstLoads } from '../../../web/export/sizes.ts';
import { root } from '../../rules/tree.ts';

describe('the site of this repository', () => {
  let site: BuiltSite;
  const pages = () => [...site.files].filter(([file]) => file.endsWith('.html'));

  beforeAll(async () => {
    const { PATH = '', HOME = '' } = process.env;
    site = await buildSite({ root, environment: { PATH, HOME }, folder: root });
  }, 180_000);

  it('has a policy on each page, and no page that its policy would break', () => {
    expect(pages().length).toBeGreaterThan(3);
    for (const [file, bytes] of pages())
      expect([file, bytes.toString().match(/<meta http-equiv="Content-Security-Policy"/g)]).toEqual([
        file,
        [expect.any(String)],
      ]);
  });

  it('has each page at its clean address, and each file at its own', () => {
    for (const file of site.files.keys()) {
      const address = `/${file.replace(/\.html$/, '').replace(/^index$/, '')}`;
      const status = file === '404.html' ? 404 : 200;
      expect(cleanUrl(address, '')).toEqual({ file, status });
    }
  });

  it('refers to no file that it does not have, and to no other site', () => {
    for (const [page, bytes] of pages()) {
      const named = [...bytes.toString().matchAll(/<(?:script|link|img)[^>]*\s(?:src|href)="([^"?#]+)/g)];
      expect(named.length).toBeGreaterThan(0);
      for (const [, address = ''] of named)
        expect([page, site.files.has(address.slice(1)) && address]).toEqual([page, address]);
    }
  });

  it('has no map of its sources, and names no folder of the machine that built it', () => {
    for (const [file, bytes] of site.files) {
      expect(file).not.toMatch(/\.(map|tsx?)$/);
      expect([file, bytes.includes(root)]).toEqual([file, false]);
    }
  });

  it('loads at most 200 kB of script for the sign-in page', () => {
    const load = firstLoads(site.files).find(({ route }) => route === '/sign-in');
    expect(load?.bytes).toBeGreaterThan(100_000);
    expect(load?.bytes).toBeLessThanOrEqual(200_000);
  });
});
