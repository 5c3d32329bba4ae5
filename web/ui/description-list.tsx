import type { ReactNode } from 'react';

export interface Description {
  term: string;
  value: ReactNode;
  /** Right of the value: what can be done about it. */
  action?: ReactNode;
}

/** Names and values, a line for each pair; `dense` where there are many. */
export function DescriptionList({ items, dense = false }: { items: readonly Description[]; dense?: boolean }) {
  return (
    <dl className="divide-y divide-line">
      {items.map(({ term, value, action }) => (
        <div
          key={term}
          className={`grid items-baseline gap-x-6 gap-y-0.5 first:pt-0 last:pb-0 sm:grid-cols-[minmax(8rem,1fr)_3fr] ${dense ? 'py-2' : 'py-4'}`}
        >
          <dt className="text-soft">{term}</dt>
          <dd className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <span className="min-w-0">{value}</span>
            {action && <span className="shrink-0">{action}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
