/** Whose site this is, settled when the site is built (`web/export/brand.ts` makes it from the settings). */
export interface Brand {
  name: string;
  /** The address of a picture on this site; none shows the name beside the platform's own mark. */
  logo: string | null;
  /** The address of the icon in a browser's tab. */
  icon: string | null;
  /** The address of a style sheet on this site that sets the accent colours. */
  styles: string | null;
  /** What the foot of every page links to: privacy, terms, help. */
  links: readonly { label: string; href: string }[];
}

/** Replaced by its value at build time (`env` of next.config.ts). */
const settled = process.env.SITE_BRAND;

const plain: Brand = { name: 'Gatehouse', logo: null, icon: null, styles: null, links: [] };

export const brand: Brand = settled ? JSON.parse(settled) : plain;
