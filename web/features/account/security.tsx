import type { ReactNode } from 'react';
import { PageHeader } from '../../ui/page-header.tsx';

/** The frame of what protects an account: each section is of its own feature. */
export function Security({ children }: { children: ReactNode }) {
  return (
    <>
      <PageHeader
        title="Security"
        lead="How you prove that you are you, and what stands between your account and others."
      />
      <div className="grid max-w-2xl grid-cols-1 gap-6">{children}</div>
    </>
  );
}
