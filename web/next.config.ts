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
  turbopack: {
    // The contracts of the route table are outside this folder.
    root: join(import.meta.dirname, '..'),
    // web/export/shaken-zod.ts.
    ...(process.env.SITE_ZOD && { resolveAlias: { 'zod/mini': process.env.SITE_ZOD } }),
  },
  // `npm run check:types` does it.
  typescript: { ignoreBuildErrors: true },
  env: { SITE_BRAND: process.env.SITE_BRAND ?? '' },
} satisfies NextConfig;
