'use client';
import { type ReactNode, useEffect, useRef } from 'react';

/** Of this tab, since it loaded the site. */
let pagesShown = 0;

/**
 * The heading of a page. It takes the focus when the page came by a link of ours or the back button, so that it is read
 * out and the keyboard goes on from there; a page that the browser loads begins as every page does.
 */
export function PageHeading({ large = false, children }: { large?: boolean; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isCounted = useRef(false);
  useEffect(() => {
    // Strict Mode runs effects twice.
    if (isCounted.current) return;
    isCounted.current = true;
    pagesShown += 1;
    if (pagesShown > 1 && !isBusyWithPage(heading.current)) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1
      ref={heading}
      tabIndex={-1}
      className={`font-bold tracking-tight ${large ? 'text-3xl sm:text-4xl' : 'text-2xl'}`}
    >
      {children}
    </h1>
  );
}

/** A control of the page itself keeps the focus; a link beside the page that led here gives it up. */
function isBusyWithPage(heading: HTMLElement | null): boolean {
  const page = heading?.closest('main');
  const { activeElement } = document;
  return activeElement !== page && page?.contains(activeElement) === true;
}
