import { markShape } from '../lib/mark-shape.ts';

/** The platform's mark as the icon of the site, in the accent's two colours: a tab strip is light or dark by itself. */
export function markIcon(light: string, dark: string): Buffer {
  const paths = markShape.paths.map(
    ({ d, opacity }) => `<path d="${d}"${opacity === undefined ? '' : ` opacity="${opacity}"`}/>`,
  );
  const style = `<style>@media (prefers-color-scheme:dark){g{fill:${dark}}}</style>`;
  const shape = `<g fill="${light}">${paths.join('')}</g>`;
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${markShape.viewBox}">${style}${shape}</svg>\n`);
}
