import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';

const look = cva(
  'inline-flex items-center gap-1.5 rounded-full border px-2.5 py-0.5 text-sm leading-5 font-medium whitespace-nowrap [&_svg]:size-3.5',
  {
    variants: {
      kind: {
        neutral: 'border-line bg-sunken text-ink',
        accent: 'border-accent/40 text-accent',
        success: 'border-success/30 bg-success-sunken text-success',
        warning: 'border-warning/30 bg-warning-sunken text-warning',
        danger: 'border-danger/30 bg-danger-sunken text-danger',
      },
    },
    defaultVariants: { kind: 'neutral' },
  },
);

/** A state or a group in a word or two; the colour repeats what the word says. */
export function Badge({ kind, children }: VariantProps<typeof look> & { children: ReactNode }) {
  return <span className={look({ kind })}>{children}</span>;
}
