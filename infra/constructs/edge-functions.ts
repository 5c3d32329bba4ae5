/** The programs that CloudFront runs for each request, as the text that it takes (JavaScript runtime 2.0). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { siteHeaders } from '../../web/export/headers.ts';

/** Lambda@Edge would take more; CloudFront Functions take so many bytes. */
const mostBytes = 10_240;

/** Overwrites what a client may have sent: behind the origin-verify header the API believes this address. */
export const viewerAddressCode = `function handler(event) {
  var request = event.request;
  request.headers['x-viewer-ip'] = { value: event.viewer.ip };
  return request;
}
`;

const cleanUrls = new URL('../../web/export/clean-urls.ts', import.meta.url);

/**
 * Finds the page of an address. What the site has no page for is answered here, with status 404 and the site's own
 * page: CloudFront's error pages would replace the answers of the API too, and S3 says 403 for what is not there.
 *
 * @param files the folder of the built site.
 * @throws where the function would be larger than CloudFront takes.
 */
export function siteRouterCode(files: string): string {
  const rules = transformSync(readFileSync(cleanUrls, 'utf8'), {
    loader: 'ts',
    minify: true,
    minifyIdentifiers: false,
  }).code;
  const code = [
    rules
      .replace(/export\s*\{[^}]*\};?/, '')
      .replace(/^export /m, '')
      .trim(),
    `const pages = new Set(${JSON.stringify(pagesOf(files))});`,
    `const headers = ${JSON.stringify(headersOfAnswers())};`,
    `const missing = ${JSON.stringify(withoutScripts(readFileSync(join(files, '404.html'), 'utf8')))};`,
    router,
  ].join('\n');
  const bytes = Buffer.byteLength(code);
  if (bytes > mostBytes) {
    throw new Error(`The site's function has ${bytes} bytes and CloudFront takes ${mostBytes}: make 404.html smaller`);
  }
  return code;
}

const router = `function handler(event) {
  const request = event.request;
  const query = Object.entries(request.querystring)
    .flatMap(([name, { value, multiValue }]) => (multiValue || [{ value }]).map((one) => name + '=' + one.value))
    .join('&');
  const place = cleanUrl(request.uri, query);
  if (place.location) {
    const location = { value: place.location };
    return { statusCode: 308, statusDescription: 'Permanent Redirect', headers: Object.assign({ location }, headers) };
  }
  if (place.status === 404 || (place.file.endsWith('.html') && !pages.has(place.file))) {
    const type = { 'content-type': { value: 'text/html; charset=utf-8' }, 'cache-control': { value: 'no-cache' } };
    return { statusCode: 404, statusDescription: 'Not Found', headers: Object.assign(type, headers), body: missing };
  }
  request.uri = '/' + place.file;
  return request;
}
`;

/** What is for the operator's own machine is not deployed, so it is no page. */
function pagesOf(files: string): string[] {
  return readdirSync(files, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.html') && path !== '404.html' && !path.startsWith('_local'))
    .sort();
}

/** A policy of CloudFront adds headers to what comes from an origin; what a function answers brings its own. */
function headersOfAnswers(): Record<string, { value: string }> {
  return Object.fromEntries(Object.entries(siteHeaders).map(([name, value]) => [name, { value }]));
}

/** The page needs none to be read, and its size counts. */
function withoutScripts(html: string): string {
  return html
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '')
    .replace(/<link\b[^>]*\bas="script"[^>]*>/g, '')
    .replace(/<meta\b[^>]*http-equiv="Content-Security-Policy"[^>]*>/gi, '');
}
