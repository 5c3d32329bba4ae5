import type { ReactNode } from 'react';

/** The card of a list that the page's heading names. */
export function Panel({ children }: { children: ReactNode }) {
  return <div className="min-w-0 rounded-card border border-line bg-surface p-5 shadow-card">{children}</div>;
}
