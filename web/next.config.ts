import { join } from 'node:path';
import type { NextConfig } from 'next';

/** A static export: no server of ours renders pages (docs/decisions/0010-static-web-app.md). */
export default {
  output: 'export',
  // `/sign-in` is `sign-in.html`; the edge maps clean URLs to files.
  trailingSlash: false,
  images: { unoptimized: true },
  reactStrictMode: true,
  poweredByHeader: false,
  // The contracts of the route table are outside this folder.
  turbopack: { root: join(import.meta.dirname, '..') },
  // `npm run check:types` does it.
  typescript: { ignoreBuildErrors: true },
  env: { SITE_BRAND: process.env.SITE_BRAND ?? '' },
} satisfies NextConfig;
