'use client';
import { type ReactNode, useEffect, useRef } from 'react';

export interface PageHeadingProps {
  large?: boolean;
  /** Of a page that is about to be replaced by what it becomes in a browser: that one's heading counts. */
  provisional?: boolean;
  children: ReactNode;
}

/** Of this tab, since it loaded the site. */
let pagesShown = 0;

/**
 * The heading of a page. It takes the focus when the page came by a link of ours or the back button, so that it is read
 * out and the keyboard goes on from there; a page that the browser loads begins as every page does.
 */
export function PageHeading({ large = false, provisional = false, children }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isCounted = useRef(false);
  useEffect(() => {
    // Strict Mode runs effects twice.
    if (isCounted.current || provisional) return;
    isCounted.current = true;
    pagesShown += 1;
    if (pagesShown > 1 && !isBusyWithPage(heading.current)) heading.current?.focus({ preventScroll: true });
  }, [provisional]);
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
