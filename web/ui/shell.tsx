import Link from 'next/link';
import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';
import { NavigationList, type NavigationProps } from './navigation-list.tsx';
import { NavigationSheet } from './navigation-sheet.tsx';
import { PageFoot } from './page-foot.tsx';

export interface ShellProps extends NavigationProps {
  /** Where the brand's mark leads. */
  home: string;
  /** Right in the top bar: the menu of the person who is signed in. */
  user?: ReactNode;
  /** Below the top bar, on every page: what must not be overlooked. */
  banner?: ReactNode;
  /** Of lists with many columns. */
  wide?: boolean;
  children: ReactNode;
}

/**
 * The frame of the pages of a signed-in person: a top bar, the navigation of the area beside the page, or behind a
 * button where the screen is narrow. The first stop of the keyboard leads past it (WCAG 2.2 2.4.1).
 */
export function Shell({ area, items, current, home, user, banner, wide = false, children }: ShellProps) {
  const width = wide ? 'max-w-7xl' : 'max-w-6xl';
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="fixed top-2 left-2 z-20 rounded-control bg-accent px-4 py-3 font-semibold text-on-accent not-focus:sr-only"
      >
        Skip to the page
      </a>
      <header>
        <div className="border-b border-line bg-surface">
          <div className={`mx-auto flex h-16 ${width} items-center gap-2 px-4 sm:px-6`}>
            <NavigationSheet area={area} items={items} current={current} />
            <Link href={home} className="flex min-w-0 rounded-control">
              <Mark />
            </Link>
            <div className="ml-auto flex shrink-0 items-center gap-2">{user}</div>
          </div>
        </div>
        {banner && <div className={`mx-auto ${width} px-4 pt-4 sm:px-6`}>{banner}</div>}
      </header>
      <div className={`mx-auto flex w-full ${width} grow gap-10 px-4 sm:px-6`}>
        <nav aria-label={area} className="hidden w-52 shrink-0 py-10 lg:block">
          <NavigationList area={area} items={items} current={current} />
        </nav>
        {/* Takes the focus from the skip link. */}
        <main id="main" tabIndex={-1} className="min-w-0 grow py-8 outline-none lg:py-10">
          {children}
        </main>
      </div>
      <div className={`mx-auto flex w-full ${width} flex-col px-4 pb-8 sm:px-6`}>
        <PageFoot />
      </div>
    </div>
  );
}
