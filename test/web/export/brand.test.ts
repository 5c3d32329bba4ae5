import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { surfacesIn } from '../../../web/export/accent.ts';
import { BrandError, readBrand } from '../../../web/export/brand.ts';
import { contrast } from '../../../web/export/contrast.ts';
import { root } from '../../rules/tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-brand-'));
afterAll(() => rmSync(folder, { recursive: true }));

const picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>g{fill:red}</style><g/></svg>';
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);

function fileOf(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return name;
}

const design = readFileSync(join(root, 'web/app/styles.css'), 'utf8');
const read = (settings: Record<string, string>) => readBrand(settings, { root, folder });

function faultsOf(settings: Record<string, string>): string[] {
  try {
    read(settings);
    return [];
  } catch (error) {
    if (!(error instanceof BrandError)) throw error;
    return error.message.split('\n').slice(1);
  }
}

const stylesOf = (settings: Record<string, string>) => {
  const { brand, files } = read(settings);
  return files.get(brand.styles?.slice(1) ?? '')?.toString() ?? '';
};
const values = (styles: string): Record<string, string> => {
  const found = [...styles.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)];
  return Object.fromEntries(found.map(([, name, value]) => [name, value]));
};

describe('without settings', () => {
  it('the brand is the platform’s own, with its mark as the icon', () => {
    const { brand, files } = read({});
    expect(brand).toEqual({
      name: 'Gatehouse',
      logo: null,
      icon: expect.stringMatching(/^\/brand\/[0-9a-f]{16}\.svg$/),
      styles: null,
      links: [],
    });
    expect([...files.keys()]).toEqual([brand.icon?.slice(1)]);
    const own = values(design);
    const icon = String(files.get(brand.icon?.slice(1) ?? ''));
    expect(icon).toContain(`fill="${own['accent-light']}"`);
    expect(icon).toContain(`fill:${own['accent-dark']}`);
  });
});

describe('a brand has its name, logo, accent and links', () => {
  it('and each of its files a name that changes with the file', () => {
    const settings = {
      GATEHOUSE_BRAND_NAME: 'Ours & Co',
      GATEHOUSE_BRAND_LOGO: fileOf('logo.svg', picture),
      GATEHOUSE_BRAND_ACCENT: '#1D4FC4',
      GATEHOUSE_BRAND_LINKS: 'Privacy=https://ours.example/p?a=b%2Cc, Help = mailto:help@ours.example,Terms=/terms',
    };
    const { brand, files } = read(settings);
    expect(brand).toMatchObject({
      name: 'Ours & Co',
      links: [
        { label: 'Privacy', href: 'https://ours.example/p?a=b%2Cc' },
        { label: 'Help', href: 'mailto:help@ours.example' },
        { label: 'Terms', href: '/terms' },
      ],
    });
    expect(brand.icon).toBe(brand.logo);
    expect(files.get(brand.logo?.slice(1) ?? '')?.toString()).toBe(picture);
    expect(stylesOf(settings)).toContain('--accent-light: #1d4fc4;');
    const other = read({ ...settings, GATEHOUSE_BRAND_ACCENT: '#1d4fc5' }).brand;
    expect(other.styles).not.toBe(brand.styles);
    expect(other.logo).toBe(brand.logo);
  });

  it('takes a PNG too', () => {
    const { brand } = read({ GATEHOUSE_BRAND_LOGO: fileOf('logo.png', png) });
    expect(brand.logo).toMatch(/^\/brand\/[0-9a-f]{16}\.png$/);
  });
});

describe('an accent is one that can be read', () => {
  const surfaces = surfacesIn(design);
  const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

  it('on every surface, with text on it, in light and in dark; where it is not, a colour near it is named that is', () => {
    fc.assert(
      fc.property(colour, colour, (light, dark) => {
        const settings = { GATEHOUSE_BRAND_ACCENT: light, GATEHOUSE_BRAND_ACCENT_DARK: dark };
        const mended = { ...settings };
        for (const fault of faultsOf(settings)) {
          const [, name = '', better = ''] = /- (\w+) .*: (#[0-9a-f]{6}) has it$/.exec(fault) ?? [];
          mended[name as keyof typeof settings] = better;
        }
        const made = values(stylesOf(mended));
        for (const theme of ['light', 'dark'] as const) {
          const accent = made[`accent-${theme}`] ?? '';
          for (const other of [...surfaces[theme], made[`on-accent-${theme}`] ?? ''])
            expect(contrast(accent, other)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is made for dark surfaces out of the light one, where none is given', () => {
    expect(values(stylesOf({ GATEHOUSE_BRAND_ACCENT: '#0f665a' }))).toEqual({
      'accent-light': '#0f665a',
      'accent-dark': expect.stringMatching(/^#[0-9a-f]{6}$/),
      'on-accent-light': '#ffffff',
      'on-accent-dark': '#0c1512',
    });
  });

  it('is measured as WCAG measures', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 2);
  });
});

describe('a brand that cannot be used is refused with what mends it', () => {
  it.each<[string, Record<string, string>, string | RegExp]>([
    ['no name', { GATEHOUSE_BRAND_NAME: ' ' }, 'GATEHOUSE_BRAND_NAME must have 1 to 60 characters'],
    ['a name in words', { GATEHOUSE_BRAND_ACCENT: 'teal' }, 'GATEHOUSE_BRAND_ACCENT must be a colour such as #0f665a'],
    [
      'a pale accent',
      { GATEHOUSE_BRAND_ACCENT: '#ffcc00' },
      /^GATEHOUSE_BRAND_ACCENT #ffcc00 has a contrast of 1\.\d+ on light surfaces, and needs 4\.5: #[0-9a-f]{6} has it$/,
    ],
    [
      'a dark one on dark',
      { GATEHOUSE_BRAND_ACCENT: '#0f665a', GATEHOUSE_BRAND_ACCENT_DARK: '#0f665a' },
      /^GATEHOUSE_BRAND_ACCENT_DARK #0f665a has a contrast of 2\.\d+ on dark surfaces, and needs 4\.5: #[0-9a-f]{6} has it$/,
    ],
    [
      'an accent for dark alone',
      { GATEHOUSE_BRAND_ACCENT_DARK: '#6fd8c4' },
      'GATEHOUSE_BRAND_ACCENT_DARK needs GATEHOUSE_BRAND_ACCENT beside it',
    ],
    [
      'no such file',
      { GATEHOUSE_BRAND_LOGO: 'none.svg' },
      /none\.svg cannot be read \(ENOENT\): name an \.svg or \.png file$/,
    ],
    [
      'another format',
      { GATEHOUSE_BRAND_LOGO: fileOf('a.gif', 'GIF89a') },
      /a\.gif is neither SVG nor PNG: save it as/,
    ],
    [
      'a large one',
      { GATEHOUSE_BRAND_LOGO: fileOf('b.png', Buffer.concat([png, Buffer.alloc(100_000)])) },
      /b\.png has 100012 bytes: /,
    ],
    [
      'a script',
      { GATEHOUSE_BRAND_LOGO: fileOf('c.svg', '<svg><script>x</script></svg>') },
      /c\.svg holds <script>: save it as/,
    ],
    [
      'a handler',
      { GATEHOUSE_BRAND_LOGO: fileOf('d.svg', '<svg onload="x()"/>') },
      /d\.svg holds an inline handler \(onload\) on <svg>/,
    ],
    [
      'a link that runs',
      { GATEHOUSE_BRAND_LOGO: fileOf('e.svg', '<svg><a href="javascript:x()"/></svg>') },
      /e\.svg holds a javascript: address/,
    ],
    [
      'a page in it',
      { GATEHOUSE_BRAND_LOGO: fileOf('f.svg', '<svg><foreignObject/></svg>') },
      /f\.svg holds <foreignObject>/,
    ],
    [
      'a link without label',
      { GATEHOUSE_BRAND_LINKS: '=https://x.example' },
      'GATEHOUSE_BRAND_LINKS has no label before "=https://x.example": write Label=address',
    ],
    [
      'a link without address',
      { GATEHOUSE_BRAND_LINKS: 'Privacy' },
      /^GATEHOUSE_BRAND_LINKS Privacy must lead to .*, not ""$/,
    ],
    ['a link to a script', { GATEHOUSE_BRAND_LINKS: 'A=javascript:x()' }, /^GATEHOUSE_BRAND_LINKS A must lead to/],
    ['a link in the clear', { GATEHOUSE_BRAND_LINKS: 'A=http://x.example' }, /^GATEHOUSE_BRAND_LINKS A must lead to/],
    ['a path that is a host', { GATEHOUSE_BRAND_LINKS: 'A=//x.example' }, /^GATEHOUSE_BRAND_LINKS A must lead to/],
    [
      'too many links',
      { GATEHOUSE_BRAND_LINKS: 'A=/a,B=/b,C=/c,D=/d,E=/e,F=/f,G=/g' },
      /has 7 links: the foot has place for 6$/,
    ],
  ])('%s', (_, settings, words) => {
    const faults = faultsOf(settings).map((fault) => fault.replace(/^ {2}- /, ''));
    expect(faults).toEqual([typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words)]);
  });

  it('with every fault at once', () => {
    const settings = {
      GATEHOUSE_BRAND_NAME: '',
      GATEHOUSE_BRAND_ACCENT: 'x',
      GATEHOUSE_BRAND_LINKS: 'A',
      GATEHOUSE_BRAND_LOGO: 'x',
    };
    expect(faultsOf(settings)).toHaveLength(4);
  });
});
