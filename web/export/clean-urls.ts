/** Where a request's path leads: to a file of the site, or to the one address that the page has. */
export type Place = { file: string; status: 200 | 404 } | { location: string; status: 308 };

/**
 * Maps an address to a file: `/sign-in` is `sign-in.html`. Another spelling of a page's address leads to that address,
 * always on this site: a location begins with one slash and a letter or digit, which no browser takes for a host. What
 * the router of Next.js fetches (`/sign-in.txt`, `/sign-in/__next._tree.txt`) is a file as it is.
 *
 * Without imports and small, so that it can run as a CloudFront function.
 *
 * @param path as it was sent, percent-encoded; the site's own addresses need no encoding.
 * @param query what stands behind `?`, or nothing.
 */
export function cleanUrl(path: string, query: string): Place {
  const unknown: Place = { file: '404.html', status: 404 };
  if (path === '/') return { file: 'index.html', status: 200 };
  if (!/^(\/[\w!$@~-][\w!$@~.-]*)+\/?$/.test(path)) return unknown;
  const page = path.replace(/\/$/, '').replace(/(\.html)+$/, '');
  const clean = page === '/index' ? '/' : page;
  if (clean === '/404') return unknown;
  if (clean !== path) return { location: query === '' ? clean : `${clean}?${query}`, status: 308 };
  const isFile = /\.\w+$/.test(path);
  return { file: isFile ? path.slice(1) : `${path.slice(1)}.html`, status: 200 };
}
