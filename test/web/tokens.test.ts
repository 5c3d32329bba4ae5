import { readFileSync } from 'node:fs';

const css = readFileSync(new URL('../../web/app/styles.css', import.meta.url), 'utf8');
const modes = ['light', 'dark'] as const;
type Mode = (typeof modes)[number];

/** The colours of a mode by their names; those with an opacity are left out. */
function colours(mode: Mode): Map<string, string> {
  const declared = new Map(
    [...css.matchAll(/^\s*--(?:color-)?([\w-]+):\s*([^;]+);/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const found = new Map<string, string>();
  for (const [name, value] of declared) {
    const pair = /^light-dark\(\s*([^,()]+|var\([^)]+\))\s*,\s*([^,()]+|var\([^)]+\))\s*\)$/.exec(value);
    const own = pair?.[mode === 'light' ? 1 : 2]?.trim();
    const meant = own?.startsWith('var(') ? declared.get(own.slice(6, -1)) : own;
    if (meant?.startsWith('#')) found.set(name, meant);
  }
  return found;
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['canvas', 'surface', 'sunken'];
const tones = ['danger', 'warning', 'success'];

/** What is written on what. */
const texts: [string, string][] = [
  ...['ink', 'soft', 'accent', ...tones].flatMap((text) => grounds.map((ground): [string, string] => [text, ground])),
  ...tones.flatMap((tone): [string, string][] => [
    [tone, `${tone}-sunken`],
    ['ink', `${tone}-sunken`],
    ['accent', `${tone}-sunken`],
    ['surface', tone],
  ]),
  // What is typed, and what stands in its place, in a field that was refused.
  ['soft', 'danger-sunken'],
  ['on-accent', 'accent'],
];

/** What has to be seen to know a control and its state (WCAG 2.2 1.4.11). */
const edges: [string, string][] = [
  ...['edge', 'accent', 'danger'].flatMap((edge) => grounds.map((ground): [string, string] => [edge, ground])),
  ['danger', 'danger-sunken'],
  ['edge', 'danger-sunken'],
  ['edge', 'warning-sunken'],
  ['edge', 'success-sunken'],
];

/** Pairs below `floor`, as `text on ground: ratio`; a colour that is missing counts as one. */
function faint(pairs: readonly [string, string][], of: ReadonlyMap<string, string>, floor: number): string[] {
  return pairs.flatMap(([above, below]) => {
    const [one, other] = [of.get(above), of.get(below)];
    if (one === undefined || other === undefined) return [`${above} on ${below}: missing`];
    const ratio = contrast(one, other);
    return ratio < floor ? [`${above} on ${below}: ${ratio.toFixed(2)}`] : [];
  });
}

describe.each(modes)('the colours in %s mode', (mode) => {
  it('let every text be read on every ground that it stands on: 4.5 to 1', () => {
    expect(faint(texts, colours(mode), 4.5)).toEqual([]);
  });

  it('let the edges of controls be seen: 3 to 1', () => {
    expect(faint(edges, colours(mode), 3)).toEqual([]);
  });

  it('are all looked at', () => {
    const looked = new Set([...texts, ...edges].flat());
    // Decoration: lines between rows, and the shadow of a dialog.
    expect([...colours(mode).keys()].filter((name) => !looked.has(name))).toEqual(['line']);
  });
});

describe('the contrast of two colours', () => {
  it('is what WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBe(21);
    expect(contrast('#ffffff', '#767676')).toBeCloseTo(4.54, 2);
    expect(contrast('#123456', '#123456')).toBe(1);
  });

  it('catches a pair that is too faint, and one that is not there', () => {
    const of = new Map([
      ['ink', '#999999'],
      ['canvas', '#ffffff'],
    ]);
    expect(
      faint(
        [
          ['ink', 'canvas'],
          ['ink', 'sunken'],
        ],
        of,
        4.5,
      ),
    ).toEqual(['ink on canvas: 2.85', 'ink on sunken: missing']);
  });
});
