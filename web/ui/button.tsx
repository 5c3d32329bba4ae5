'use client';
import { Button as BaseButton } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { Spinner } from './spinner.tsx';

const look = cva(
  'inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-control border px-4 py-2 text-center font-semibold transition-colors select-none data-disabled:cursor-default data-disabled:opacity-60',
  {
    variants: {
      kind: {
        primary: 'border-transparent bg-accent text-on-accent not-data-disabled:hover:bg-accent/88',
        secondary: 'border-edge bg-surface text-ink not-data-disabled:hover:bg-sunken',
        quiet: 'border-transparent text-accent not-data-disabled:hover:bg-sunken',
        danger: 'border-transparent bg-danger text-surface not-data-disabled:hover:bg-danger/88',
      },
      size: { normal: '', small: 'min-h-9 px-3 py-1 text-sm' },
      wide: { true: 'w-full' },
    },
    defaultVariants: { kind: 'primary', size: 'normal' },
  },
);

type Look = VariantProps<typeof look>;

export interface ButtonProps extends Look, Omit<ComponentProps<typeof BaseButton>, 'className'> {
  /** Work runs: the button keeps its place and its focus, says so, and does nothing. */
  pending?: boolean;
}

/** A button of the design system; 44 px high, so that a finger meets it (WCAG 2.2 2.5.8). */
export function Button({
  kind,
  size,
  wide,
  pending = false,
  disabled,
  type = 'button',
  children,
  ...rest
}: ButtonProps) {
  return (
    <BaseButton
      {...rest}
      type={type}
      // Stays in the tab order: a button that vanishes from under the focus loses a keyboard's place.
      focusableWhenDisabled
      disabled={pending || disabled}
      aria-busy={pending || undefined}
      className={look({ kind, size, wide })}
    >
      {pending && <Spinner />}
      {children}
    </BaseButton>
  );
}

export interface LinkButtonProps extends Look {
  href: string;
  children: ReactNode;
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function LinkButton({ kind, size, wide, href, children }: LinkButtonProps) {
  return (
    <Link href={href} className={look({ kind, size, wide })}>
      {children}
    </Link>
  );
}
