import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Brand } from '../lib/brand.ts';
import { accentStyles, ownAccent, readAccent, surfacesIn } from './accent.ts';
import { readLinks } from './brand-links.ts';
import { markIcon } from './icon.ts';
import { readLogo } from './logo.ts';

/** The brand that a site is built for. */
export interface SiteBrand {
  /** What pages know of it; `SITE_BRAND` of next.config.ts. */
  brand: Brand;
  /** Its files, by path in the site. */
  files: ReadonlyMap<string, Buffer>;
}

/** The settings of the brand cannot be used. The message names each fault with what mends it. */
export class BrandError extends Error {
  override readonly name = 'BrandError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The brand has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads the brand from its settings (docs/settings.md).
 *
 * @param root the folder of the repository.
 * @param folder what the path of a logo is relative to.
 * @throws BrandError with every fault.
 */
export function readBrand(
  settings: Readonly<Record<string, string | undefined>>,
  { root, folder }: { root: string; folder: string },
): SiteBrand {
  const faults: string[] = [];
  const design = readFileSync(join(root, 'web/app/styles.css'), 'utf8');
  const name = settings.GATEHOUSE_BRAND_NAME ?? 'Gatehouse';
  if (name.trim() === '' || name.length > 60) faults.push('GATEHOUSE_BRAND_NAME must have 1 to 60 characters');
  const accent = readAccent(settings, surfacesIn(design), faults);
  const logo = settings.GATEHOUSE_BRAND_LOGO ? readLogo(resolve(folder, settings.GATEHOUSE_BRAND_LOGO), faults) : null;
  const links = readLinks(settings.GATEHOUSE_BRAND_LINKS ?? '', faults);
  if (faults.length > 0) throw new BrandError(faults);
  const files = new Map<string, Buffer>();
  const keep = (bytes: Buffer, kind: string) => {
    const file = `brand/${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.${kind}`;
    files.set(file, bytes);
    return `/${file}`;
  };
  const { light, dark } = accent ?? ownAccent(design);
  const picture = logo ? keep(logo.bytes, logo.kind) : null;
  return {
    brand: {
      name,
      logo: picture,
      icon: picture ?? keep(markIcon(light, dark), 'svg'),
      styles: accent ? keep(Buffer.from(accentStyles(accent)), 'css') : null,
      links,
    },
    files,
  };
}
