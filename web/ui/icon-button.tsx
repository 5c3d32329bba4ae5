import type { ComponentProps } from 'react';
import { iconButton } from './surface.ts';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'aria-label'> {
  /** What it does, in words: its name. */
  label: string;
}

/** A button of one icon: the trigger of a menu, a small action in a row. */
export function IconButton({ label, children, ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} aria-label={label} className={iconButton}>
      {children}
    </button>
  );
}
