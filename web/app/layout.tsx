import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { IncompletePage } from '../features/service/incomplete-page.tsx';
import { OfflineBanner } from '../features/service/offline-banner.tsx';
import { brand } from '../lib/brand.ts';
import { Providers } from '../lib/providers.tsx';
import './styles.css';

export const metadata: Metadata = {
  title: { default: brand.name, template: `%s · ${brand.name}` },
  ...(brand.icon && { icons: { icon: brand.icon } }),
  // Pages of an account are nobody's search result.
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
  formatDetection: { email: false, telephone: false, address: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      {brand.styles && (
        <head>
          <link rel="stylesheet" href={brand.styles} />
        </head>
      )}
      <body>
        <Providers>
          <IncompletePage />
          <OfflineBanner />
          {children}
        </Providers>
        <noscript>
          <p className="p-4 text-center font-semibold">
            This site needs JavaScript. Allow it, and load the page again.
          </p>
        </noscript>
      </body>
    </html>
  );
}
