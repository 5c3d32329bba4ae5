'use client';
import { cva, type VariantProps } from 'class-variance-authority';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const look = cva('flex gap-3 rounded-control border px-4 py-3 text-base', {
  variants: {
    kind: {
      info: 'border-line bg-sunken text-ink',
      success: 'border-success/40 bg-success-sunken text-success',
      warning: 'border-warning/40 bg-warning-sunken text-warning',
      danger: 'border-danger/40 bg-danger-sunken text-danger',
    },
  },
  defaultVariants: { kind: 'info' },
});

const icons = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert };

export interface NoticeProps extends VariantProps<typeof look> {
  title: string;
  children?: ReactNode;
  /** Read out at once where the notice appears after the page did. */
  announce?: boolean;
}

/** Something that a person should know, with what to do about it. */
export function Notice({ kind, title, children, announce = false }: NoticeProps) {
  const Icon = icons[kind ?? 'info'];
  return (
    <div role={announce ? 'alert' : undefined} className={look({ kind })}>
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <div className="grid min-w-0 grow grid-cols-1 gap-1">
        <p className="font-semibold">{title}</p>
        {children && <div className="grid grid-cols-1 justify-items-start gap-2 text-ink">{children}</div>}
      </div>
    </div>
  );
}
