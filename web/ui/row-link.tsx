'use client';
import type { MouseEvent, ReactNode } from 'react';

export interface RowLinkProps {
  /** What the address says where it is opened in a tab of its own. */
  query: Readonly<Record<string, string>>;
  onOpen(): void;
  children: ReactNode;
}

/** The name of a row, which opens its details in this page. */
export function RowLink({ query, onOpen, children }: RowLinkProps) {
  const open = (event: MouseEvent) => {
    // Another tab or window is the browser's to open.
    if (event.button !== 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onOpen();
  };
  return (
    <a
      href={`?${new URLSearchParams(query)}`}
      onClick={open}
      className="rounded-control font-semibold wrap-anywhere text-ink decoration-edge underline-offset-4 hover:underline"
    >
      {children}
    </a>
  );
}
