import type { ReactNode } from 'react';
import { PageHeading } from './heading.tsx';

export interface EntryPageProps {
  title: string;
  /** What only a browser knows is still to come. */
  provisional?: boolean;
  lead?: ReactNode;
  children: ReactNode;
  /** Below the card: where else to go. */
  elsewhere?: ReactNode;
}

/** The card in the middle of the page in which people come in: one task, nothing beside it. */
export function EntryPage({ title, provisional = false, lead, children, elsewhere }: EntryPageProps) {
  return (
    <>
      <div className="grid gap-6 rounded-card border border-line bg-surface p-6 shadow-card sm:p-8">
        <div className="grid gap-2">
          <PageHeading provisional={provisional}>{title}</PageHeading>
          {lead && <p className="text-soft">{lead}</p>}
        </div>
        {children}
      </div>
      {elsewhere && <div className="mt-6 text-center">{elsewhere}</div>}
    </>
  );
}
