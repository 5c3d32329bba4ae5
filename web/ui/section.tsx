import { type ReactNode, useId } from 'react';

export interface SectionProps {
  title: string;
  description?: ReactNode;
  /** Beside the title, however narrow the page is: whether it is on. */
  state?: ReactNode;
  /** Right of the title: what concerns the section as a whole. */
  action?: ReactNode;
  children: ReactNode;
}

/** A part of an account page: a card with a heading, one subject in it. */
export function Section({ title, description, state, action, children }: SectionProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className="rounded-card border border-line bg-surface shadow-card">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-5 pt-5 sm:px-6 sm:pt-6">
        <div className={state ? 'grid grow gap-1' : 'grid max-w-prose gap-1'}>
          <div className="flex items-start justify-between gap-4">
            <h2 id={heading} className="text-lg font-semibold">
              {title}
            </h2>
            {state}
          </div>
          {description && <p className="max-w-prose text-soft">{description}</p>}
        </div>
        {action}
      </div>
      <div className="p-5 sm:p-6">{children}</div>
    </section>
  );
}
