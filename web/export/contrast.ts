/** A colour as `#rrggbb`. */
export type Hex = string;

/** The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: Hex, other: Hex): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** The first mixture of a colour with another one, in steps of a fiftieth, that passes; null where none does. */
export function mixUntil(colour: Hex, toward: Hex, passes: (mixture: Hex) => boolean): Hex | null {
  for (let step = 0; step <= 50; step += 1) {
    const mixture = mix(colour, toward, step / 50);
    if (passes(mixture)) return mixture;
  }
  return null;
}

function mix(colour: Hex, toward: Hex, share: number): Hex {
  const to = channels(toward);
  const mixed = channels(colour).map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: Hex): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(colour: Hex): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
