import { gzipSync } from 'node:zlib';
import { attribute, elementsIn } from './markup.ts';

/** What a browser downloads to run one page, in bytes of gzip. */
export interface FirstLoad {
  /** The page's address, such as `/sign-in`. */
  route: string;
  bytes: number;
}

/**
 * The JavaScript of each page's first load, by gzip: every script that the page names, but for those that only browsers
 * without modules fetch.
 *
 * @param files the site by path.
 */
export function firstLoads(files: ReadonlyMap<string, Buffer>): FirstLoad[] {
  const gzipped = new Map<string, number>();
  const sizeOf = (file: string) => {
    const known = gzipped.get(file) ?? gzipSync(files.get(file) ?? '').length;
    gzipped.set(file, known);
    return known;
  };
  return [...files]
    .filter(([file]) => file.endsWith('.html'))
    .map(([file, html]) => {
      const sizes = scriptsOf(html.toString()).map(sizeOf);
      return { route: routeOf(file), bytes: sizes.reduce((total, size) => total + size, 0) };
    })
    .sort((a, b) => a.route.localeCompare(b.route, 'en'));
}

function routeOf(file: string): string {
  return `/${file.replace(/\.html$/, '').replace(/^index$/, '')}`;
}

/** Each file once, however often the page names it. */
function scriptsOf(html: string): string[] {
  const named = elementsIn(html)
    .filter((element) => element.tagName === 'script' && attribute(element, 'nomodule') === undefined)
    .map((element) => attribute(element, 'src')?.replace(/^\//, ''));
  return [...new Set(named)].filter((file) => file !== undefined);
}
