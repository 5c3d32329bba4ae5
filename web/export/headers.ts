/**
 * The headers of the site's answers, as data: the local gateway sends them, and CloudFront's response headers policies
 * are made from them. Sources: OWASP HTTP Headers Cheat Sheet; ASVS 5.0 3.4; CSP Level 3.
 */

type Headers = Readonly<Record<string, string>>;

/**
 * What pages may load and where they may be shown. `script-src` stands in each page itself, with the hashes of its own
 * inline scripts (content-policy.ts). There is no `default-src` here: it would be the `script-src` of this second
 * policy, and both have to agree (CSP 8.1). So every other kind is named.
 */
const contentPolicy = [
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "style-src 'self'",
  // Pictures of people are where their owners keep them.
  "img-src 'self' https: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "media-src 'none'",
  "frame-src 'none'",
].join('; ');

/** Features that no page uses are denied to it, and so to whatever might come to run in it. */
const deniedFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'sync-xhr',
  'usb',
  'xr-spatial-tracking',
];

const permissionsPolicy = [
  ...deniedFeatures.map((feature) => `${feature}=()`),
  'publickey-credentials-create=(self)',
  'publickey-credentials-get=(self)',
].join(', ');

/** Every answer of the site has these: pages, files, redirects, refusals, and what has not changed. */
export const siteHeaders: Headers = {
  'content-security-policy': contentPolicy,
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'permissions-policy': permissionsPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Files whose name changes with what is in them. */
const named = /^(_next\/static|brand)\//;

/**
 * How long a file may be kept without asking.
 *
 * @param file its path in the site, such as `sign-in.html`.
 */
export function cacheControl(file: string): string {
  return named.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
