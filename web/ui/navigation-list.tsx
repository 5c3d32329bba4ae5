import { cva } from 'class-variance-authority';
import Link from 'next/link';
import type { ReactNode } from 'react';

export interface NavigationItem {
  href: string;
  label: string;
  /** An icon of lucide-react, as an element. */
  icon: ReactNode;
}

export interface NavigationProps {
  /** What the pages have in common: 'Account'. */
  area: string;
  items: readonly NavigationItem[];
  /** The `href` of the item that is shown; any other value marks none. */
  current: string;
}

const look = cva(
  'flex min-h-11 items-center gap-3 rounded-control px-3 py-2 transition-colors lg:min-h-10 [&_svg]:size-5 [&_svg]:shrink-0',
  {
    variants: {
      here: {
        true: 'bg-sunken font-semibold text-ink [&_svg]:text-accent',
        false: 'text-soft hover:bg-sunken hover:text-ink',
      },
    },
  },
);

/** The pages of an area, the current one marked. Stands within a landmark that bears the area's name. */
export function NavigationList({ area, items, current, onChoose }: NavigationProps & { onChoose?: () => void }) {
  return (
    <>
      <p className="px-3 pb-2 text-sm font-semibold text-soft">{area}</p>
      <ul className="grid gap-1">
        {items.map(({ href, label, icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === current ? 'page' : undefined}
              onClick={onChoose}
              className={look({ here: href === current })}
            >
              {icon}
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
