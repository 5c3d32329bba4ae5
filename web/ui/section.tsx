import { type ReactNode, useId } from 'react';

export interface SectionProps {
  title: string;
  description?: ReactNode;
  /** Right of the title: what concerns the section as a whole. */
  action?: ReactNode;
  children: ReactNode;
}

/** A part of an account page: a card with a heading, one subject in it. */
export function Section({ title, description, action, children }: SectionProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className="rounded-card border border-line bg-surface shadow-card">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-5 pt-5 sm:px-6 sm:pt-6">
        <div className="grid max-w-prose gap-1">
          <h2 id={heading} className="text-lg font-semibold">
            {title}
          </h2>
          {description && <p className="text-soft">{description}</p>}
        </div>
        {action}
      </div>
      <div className="p-5 sm:p-6">{children}</div>
    </section>
  );
}
