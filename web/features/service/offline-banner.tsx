'use client';
import { WifiOff } from 'lucide-react';
import { useOnline } from '../../lib/use-online.ts';

/** Over every page while the browser has no network. */
export function OfflineBanner() {
  const isOnline = useOnline();
  return (
    <div role="status" className="sticky top-0 z-10">
      {!isOnline && (
        <p className="flex items-center justify-center gap-2.5 border-b border-warning/40 bg-warning-sunken px-4 py-2.5 text-warning">
          <WifiOff aria-hidden="true" className="size-5 shrink-0" />
          <span>
            <strong className="font-semibold">You are offline.</strong> Nothing that you typed is lost.
          </span>
        </p>
      )}
    </div>
  );
}
