import type { ReactNode } from 'react';

export interface EmptyStateProps {
  /** An icon of lucide-react, as an element. */
  icon: ReactNode;
  title: string;
  /** Why there is nothing, and how something comes here. */
  children?: ReactNode;
  action?: ReactNode;
}

/** Nothing to show, said in words, with what to do about it. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-4 px-4 py-10 text-center">
      <div className="grid size-12 place-items-center rounded-full bg-sunken text-soft [&_svg]:size-6">{icon}</div>
      <div className="grid max-w-sm gap-1">
        <p className="font-semibold">{title}</p>
        {children && <div className="text-soft">{children}</div>}
      </div>
      {action}
    </div>
  );
}
