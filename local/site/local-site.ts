import { readBrand } from '../../web/export/brand.ts';
import { builtFingerprint, currentFingerprint, readBuiltSite } from '../../web/export/built-site.ts';
import { buildInChild } from './child-build.ts';
import { type SiteHost, siteHost } from './host.ts';
import { repository as root } from './repository.ts';

/**
 * The site of this repository, on this machine.
 *
 * @param settings those of the brand among them.
 * @throws BrandError with every fault of them.
 */
export function localSite(settings: Readonly<Record<string, string>>, say: (words: string) => void): SiteHost {
  const sources = { root, environment: settings, folder: process.cwd() };
  readBrand(settings, sources);
  return siteHost(
    {
      built: () => builtFingerprint(root),
      current: () => currentFingerprint(sources),
      read: () => readBuiltSite(root),
      build: (signal) => buildInChild(signal),
    },
    say,
  );
}
