import { contrast, type Hex, mixUntil } from './contrast.ts';

/** A brand's colour on light and on dark surfaces, each with the colour of text upon it. */
export interface Accent {
  light: Hex;
  dark: Hex;
  onLight: Hex;
  onDark: Hex;
}

type Theme = 'light' | 'dark';
type Surfaces = Readonly<Record<Theme, readonly Hex[]>>;

/** WCAG 2.2 1.4.3: the accent is the colour of links, and the ground of text on buttons. */
const least = 4.5;
const white = '#ffffff';
const black = '#000000';
/** What stands on an accent: the lighter or the darker of the two, whichever is read better. */
const texts = [white, '#0c1512'];

/**
 * The surfaces that the accent stands on as text, as the design system has them.
 *
 * @param styles the text of web/app/styles.css.
 */
export function surfacesIn(styles: string): Surfaces {
  const pairs = ['canvas', 'surface', 'sunken'].map((name) => {
    const pair = new RegExp(`--color-${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(styles);
    return pair ?? missing(`--color-${name}`);
  });
  return { light: pairs.map(([, light = '']) => light), dark: pairs.map(([, , dark = '']) => dark) };
}

/** The design system's own accent. */
export function ownAccent(styles: string): Pick<Accent, Theme> {
  const colour = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(styles)?.[1] ?? missing(`--${name}`);
  return { light: colour('accent-light'), dark: colour('accent-dark') };
}

function missing(name: string): never {
  throw new Error(`web/app/styles.css has no ${name} that could be read`);
}

/**
 * The accent of the settings, or nothing where they have none. Without a colour for dark surfaces it is made of the
 * one for light surfaces.
 *
 * @param faults told of each colour that cannot be read where it has to be, with one near it that can.
 */
export function readAccent(
  settings: Readonly<Record<string, string | undefined>>,
  surfaces: Surfaces,
  faults: string[],
): Accent | null {
  const given = (name: string) => settings[name] || undefined;
  const [light, dark] = [given('GATEHOUSE_BRAND_ACCENT'), given('GATEHOUSE_BRAND_ACCENT_DARK')];
  if (light === undefined) {
    if (dark !== undefined) faults.push('GATEHOUSE_BRAND_ACCENT_DARK needs GATEHOUSE_BRAND_ACCENT beside it');
    return null;
  }
  const before = faults.length;
  check('GATEHOUSE_BRAND_ACCENT', light, 'light', surfaces, faults);
  if (dark !== undefined) check('GATEHOUSE_BRAND_ACCENT_DARK', dark, 'dark', surfaces, faults);
  if (faults.length > before) return null;
  const [onLight, onDark] = [light.toLowerCase(), (dark ?? legible(light, 'dark', surfaces)).toLowerCase()];
  return { light: onLight, dark: onDark, onLight: textOn(onLight), onDark: textOn(onDark) };
}

/** The accent as the design system takes it. */
export function accentStyles({ light, dark, onLight, onDark }: Accent): string {
  const values = { 'accent-light': light, 'accent-dark': dark, 'on-accent-light': onLight, 'on-accent-dark': onDark };
  const lines = Object.entries(values).map(([name, value]) => `  --${name}: ${value};\n`);
  // More specific than the design system's own `:root`, whichever of the two sheets comes first.
  return `html:root {\n${lines.join('')}}\n`;
}

function check(name: string, colour: string, theme: Theme, surfaces: Surfaces, faults: string[]): void {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) {
    faults.push(`${name} must be a colour such as #0f665a, not "${colour}"`);
    return;
  }
  const worst = contrastOn(colour, surfaces[theme]);
  if (worst >= least) return;
  const ratio = Math.floor(worst * 100) / 100;
  const better = legible(colour, theme, surfaces);
  faults.push(
    `${name} ${colour} has a contrast of ${ratio} on ${theme} surfaces, and needs ${least}: ${better} has it`,
  );
}

function contrastOn(colour: Hex, surfaces: readonly Hex[]): number {
  return Math.min(...surfaces.map((surface) => contrast(colour, surface)));
}

function legible(colour: Hex, theme: Theme, surfaces: Surfaces): Hex {
  const toward = theme === 'light' ? black : white;
  return mixUntil(colour, toward, (mixture) => contrastOn(mixture, surfaces[theme]) >= least) ?? toward;
}

/** A colour that is read on the surfaces carries the lighter or the darker text: both are beyond the surfaces. */
function textOn(accent: Hex): Hex {
  return texts.reduce((best, text) => (contrast(text, accent) > contrast(best, accent) ? text : best));
}
