import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** A file of the site, ready to be sent. */
export interface Packed {
  type: string;
  /** Of the content, whatever its encoding: a weak one says just that (RFC 9110 8.8.1). */
  etag: string;
  /** Whether it comes in several encodings. */
  compressible: boolean;
  /** Its bytes in that encoding; each is made once. */
  bytes(encoding: Encoding): Promise<Buffer>;
}

export type Encoding = 'br' | 'gzip' | 'identity';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  // The router of Next.js takes its payloads as plain text alone.
  txt: 'text/plain; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  webmanifest: 'application/manifest+json',
  xml: 'application/xml',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
};

const text = /^text\/|json|xml|wasm/;

const encoders: Readonly<Record<Exclude<Encoding, 'identity'>, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gzip: (bytes) => promisify(gzip)(bytes),
};

export function pack(path: string, content: Buffer): Packed {
  const type = types[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 22);
  const made = new Map<Encoding, Promise<Buffer>>([['identity', Promise.resolve(content)]]);
  return {
    type,
    etag: `W/"${hash}"`,
    compressible: text.test(type),
    bytes(encoding) {
      if (encoding === 'identity') return Promise.resolve(content);
      const bytes = made.get(encoding) ?? encoders[encoding](content);
      made.set(encoding, bytes);
      return bytes;
    },
  };
}
