import type { ReactNode } from 'react';
import { PageHeading } from './heading.tsx';

export interface PageHeaderProps {
  title: string;
  lead?: ReactNode;
  /** Buttons that concern the page as a whole. */
  actions?: ReactNode;
}

/** The head of a page within the shell. */
export function PageHeader({ title, lead, actions }: PageHeaderProps) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4 pb-6">
      <div className="grid max-w-prose gap-1.5">
        <PageHeading>{title}</PageHeading>
        {lead && <p className="text-soft">{lead}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
    </div>
  );
}
