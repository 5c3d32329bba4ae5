import { cleanUrl } from '../../web/export/clean-urls.ts';
import { cacheControl, siteHeaders } from '../../web/export/headers.ts';
import type { GatewayAnswer, GatewayRequest, HeaderField } from '../gateway/message.ts';
import { encodingFor } from './encoding.ts';
import type { Packed } from './pack.ts';

/** The site's files by path: a request finds what is in here, and nothing else of this machine. */
export type SiteFiles = ReadonlyMap<string, Packed>;

const always = Object.entries(siteHeaders);
const nothing = Buffer.alloc(0);

/** Answers as the edge does in the cloud: clean addresses, the site's headers, compression, revalidation. */
export async function answerFile(request: GatewayRequest, files: SiteFiles): Promise<GatewayAnswer> {
  // RFC 9110 5.3: a list may come in several lines.
  const asked = (name: string) => {
    const lines = request.headers.filter(([given]) => given.toLowerCase() === name);
    return lines.map(([, value]) => value).join(', ');
  };
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { status: 405, headers: [...always, ['allow', 'GET, HEAD'], ['cache-control', 'no-cache']], body: nothing };
  const [path = '', query = ''] = splitOnce(request.target, '?');
  const place = cleanUrl(path, query);
  if (place.status === 308)
    return {
      status: 308,
      headers: [...always, ['location', place.location], ['cache-control', 'no-cache']],
      body: nothing,
    };
  const found = place.status === 200 ? files.get(place.file) : undefined;
  const missing = files.get('404.html');
  if (!found) return missing ? sent(404, missing, 'no-cache', asked('accept-encoding')) : bare404;
  const caching = cacheControl(place.file);
  if (isKnown(asked('if-none-match'), found.etag))
    return { status: 304, headers: [...always, ...validators(found, caching)], body: nothing };
  return sent(200, found, caching, asked('accept-encoding'));
}

const bare404: GatewayAnswer = { status: 404, headers: [...always, ['cache-control', 'no-cache']], body: nothing };

async function sent(status: number, file: Packed, caching: string, accepted: string): Promise<GatewayAnswer> {
  const encoding = file.compressible ? encodingFor(accepted) : 'identity';
  const headers: HeaderField[] = [...always, ['content-type', file.type], ...validators(file, caching)];
  if (encoding !== 'identity') headers.push(['content-encoding', encoding]);
  return { status, headers, body: await file.bytes(encoding) };
}

function validators({ etag, compressible }: Packed, caching: string): HeaderField[] {
  const varies: HeaderField[] = compressible ? [['vary', 'Accept-Encoding']] : [];
  return [['cache-control', caching], ['etag', etag], ...varies];
}

/** RFC 9110 13.1.2: a weak comparison, or `*`. */
function isKnown(given: string, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return given.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
