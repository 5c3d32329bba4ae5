'use client';
import { useHydrated } from '../../lib/use-hydrated.ts';

/**
 * Over a page that one of its scripts did not reach (web/export/first-script.ts): nothing on it works. Gone once a page
 * lives. There is no link: it would drop the fragment of the address, and a mailed link has its token there.
 */
export function IncompletePage() {
  if (useHydrated()) return null;
  return (
    <p
      role="alert"
      className="hidden border-b border-warning/40 bg-warning-sunken px-4 py-2.5 text-center text-warning in-data-incomplete:block"
    >
      <strong className="font-semibold">A part of this page did not arrive.</strong> Check your connection, and load the
      page again.
    </p>
  );
}
