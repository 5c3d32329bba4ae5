import Link from 'next/link';
import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';
import { PageFoot } from './page-foot.tsx';

/** The frame of a page with one task: the brand above, the links of the brand below. */
export function EntryFrame({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-md flex-col px-4 py-8 sm:py-14">
      <header className="mb-8 flex justify-center">
        <Link href="/" className="rounded-control">
          <Mark />
        </Link>
      </header>
      <main>{children}</main>
      <PageFoot />
    </div>
  );
}
