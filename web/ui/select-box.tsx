import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { control } from './field.tsx';

/** How a list of choices looks while it is closed. */
export const selectControl = `${control} cursor-pointer appearance-none truncate pr-10`;

/** Puts our arrow into the browser's own list. */
export function SelectBox({ children }: { children: ReactNode }) {
  return (
    <div className="relative grow">
      {children}
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-3 my-auto size-5 text-soft"
      />
    </div>
  );
}
