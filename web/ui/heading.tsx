'use client';
import { type ReactNode, useEffect, useRef } from 'react';

let pagesShown = 0;

/** The heading of a page. It takes the focus when the page came by a link of ours, so that it is read out. */
export function PageHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    pagesShown += 1;
    const somethingElse = document.activeElement !== null && document.activeElement !== document.body;
    if (pagesShown > 1 && !somethingElse) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className="text-2xl font-bold tracking-tight">
      {children}
    </h1>
  );
}
