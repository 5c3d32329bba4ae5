'use client';
import { Button as BaseButton } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { Spinner } from './spinner.tsx';

const look = cva(
  'group relative inline-flex cursor-pointer items-center justify-center rounded-control border text-center font-semibold transition-colors select-none data-disabled:cursor-default not-aria-busy:data-disabled:opacity-55',
  {
    variants: {
      kind: {
        primary: 'border-transparent bg-accent text-on-accent not-data-disabled:hover:bg-accent/88',
        secondary: 'border-edge bg-surface text-ink not-data-disabled:hover:bg-sunken',
        quiet: 'border-transparent text-accent not-data-disabled:hover:bg-sunken',
        danger: 'border-transparent bg-danger text-surface not-data-disabled:hover:bg-danger/88',
      },
      size: { normal: 'min-h-11 px-4 py-2', small: 'min-h-9 px-3 py-1 text-sm pointer-coarse:min-h-11' },
      wide: { true: 'w-full' },
    },
    defaultVariants: { kind: 'primary', size: 'normal' },
  },
);

/** Unseen while work runs, and still the button's name and width. */
const label = 'inline-flex items-center justify-center gap-2 group-aria-busy:opacity-0 [&_svg]:size-5 [&_svg]:shrink-0';

type Look = VariantProps<typeof look>;

export interface ButtonProps extends Look, Omit<ComponentProps<typeof BaseButton>, 'className'> {
  /** Work runs: the button keeps its size and its focus, and does nothing. */
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
      {pending && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      )}
      <span className={label}>{children}</span>
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
      <span className={label}>{children}</span>
    </Link>
  );
}
