import { gzipSync } from 'node:zlib';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';

/** What a browser downloads to run one page, in bytes of gzip. */
export interface FirstLoad {
  /** The page's address, such as `/sign-in`. */
  route: string;
  bytes: number;
}

type Files = ReadonlyMap<string, Buffer>;

/**
 * The JavaScript of each page's first load, by gzip: every script that the page names, but for those that only browsers
 * without modules fetch.
 *
 * @param files the site by path.
 */
export function firstLoads(files: Files): FirstLoad[] {
  const gzipped = new Map<string, number>();
  const sizeOf = (file: string) => {
    const known = gzipped.get(file) ?? gzipSync(files.get(file) ?? '').length;
    gzipped.set(file, known);
    return known;
  };
  return [...files]
    .filter(([file]) => file.endsWith('.html'))
    .map(([file, html]) => ({ route: routeOf(file), bytes: sum([...scriptsOf(html.toString())].map(sizeOf)) }))
    .sort((a, b) => a.route.localeCompare(b.route, 'en'));
}

function routeOf(file: string): string {
  return `/${file.replace(/\.html$/, '').replace(/^index$/, '')}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function scriptsOf(html: string): Set<string> {
  const found = new Set<string>();
  const visit = (node: DefaultTreeAdapterTypes.Node) => {
    if ('tagName' in node && node.tagName === 'script') {
      const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]));
      const source = attributes.get('src');
      if (source !== undefined && !attributes.has('nomodule')) found.add(source.replace(/^\//, ''));
    }
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parse(html));
  return found;
}
