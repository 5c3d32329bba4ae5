import { readStage, type StageConfig, StageError, type StageInput } from '../../infra/config.ts';
import { BrandError, readBrand } from '../../web/export/brand.ts';
import { repository } from '../site/repository.ts';

/**
 * A stage with its brand as the site is going to read it, so that a picture that is not there is told at once.
 *
 * @throws StageError with every fault of both.
 */
export function readStageToBuild(input: StageInput): StageConfig {
  const faults: string[] = [];
  try {
    const config = readStage(input);
    faults.push(...brandFaults(config.brand));
    if (faults.length === 0) return config;
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    const isBrandSound = !error.faults.some((fault) => fault.startsWith('brand'));
    faults.push(...error.faults, ...(isBrandSound ? brandFaults(input.brand) : []));
  }
  throw new StageError(input.name, faults);
}

/** What the site says of its settings, in the words of a stage: `GATEHOUSE_BRAND_LOGO` is `brand.logo` here. */
function brandFaults(brand: StageConfig['brand']): string[] {
  try {
    readBrand(brandSettings({ brand }), { root: repository, folder: repository });
    return [];
  } catch (error) {
    if (!(error instanceof BrandError)) throw error;
    return error.faults.map((fault) =>
      fault.replace(/GATEHOUSE_BRAND_([A-Z_]+)/g, (_whole, name: string) => `brand.${camelCase(name.toLowerCase())}`),
    );
  }
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}

/** The settings that the build of the site reads; docs/settings.md. */
export function brandSettings({ brand }: Pick<StageConfig, 'brand'>): Record<string, string> {
  const settings = {
    GATEHOUSE_BRAND_NAME: brand.name,
    GATEHOUSE_BRAND_ACCENT: brand.accent,
    GATEHOUSE_BRAND_ACCENT_DARK: brand.accentDark,
    GATEHOUSE_BRAND_LOGO: brand.logo,
    GATEHOUSE_BRAND_LINKS: brand.links,
  };
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
