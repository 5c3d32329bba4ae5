'use client';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { cva } from 'class-variance-authority';
import Link from 'next/link';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { floating } from './surface.ts';

export interface MenuProps {
  /** The button that opens it: one of ours, or any that takes props and ref. */
  trigger: ReactElement;
  /** At which edge of the button it hangs. */
  align?: 'start' | 'end';
  children: ReactNode;
}

/** Actions and links behind a button. */
export function Menu({ trigger, align = 'end', children }: MenuProps) {
  // Beside its button, so that it stands in the same landmark.
  const place = useRef<HTMLDivElement>(null);
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <div ref={place} className="contents" />
      <BaseMenu.Portal container={place}>
        <BaseMenu.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-10 outline-none">
          <BaseMenu.Popup
            className={`${floating} max-h-(--available-height) max-w-[min(20rem,90vw)] min-w-48 overflow-y-auto p-1.5 text-left font-normal transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0`}
          >
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

const entry = cva(
  'flex min-h-10 cursor-pointer items-center gap-3 rounded-control px-3 py-2 outline-none select-none data-disabled:cursor-default data-disabled:opacity-60 data-highlighted:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-5 [&_svg]:shrink-0',
  {
    variants: { danger: { true: 'text-danger data-highlighted:bg-danger-sunken', false: '[&_svg]:text-soft' } },
    defaultVariants: { danger: false },
  },
);

export interface MenuItemProps {
  icon?: ReactNode;
  disabled?: boolean;
  /** Something is lost by it. */
  danger?: boolean;
  onClick(): void;
  children: ReactNode;
}

export function MenuItem({ icon, disabled, danger, onClick, children }: MenuItemProps) {
  return (
    <BaseMenu.Item disabled={disabled} onClick={onClick} className={entry({ danger })}>
      {icon}
      {children}
    </BaseMenu.Item>
  );
}

export function MenuLink({ href, icon, children }: { href: string; icon?: ReactNode; children: ReactNode }) {
  return (
    <BaseMenu.LinkItem closeOnClick render={<Link href={href} />} className={entry()}>
      {icon}
      {children}
    </BaseMenu.LinkItem>
  );
}

/** Says what the entries are about: who is signed in. */
export function MenuHead({ children }: { children: ReactNode }) {
  return <div className="px-3 py-2">{children}</div>;
}

export function MenuSeparator() {
  return <BaseMenu.Separator className="-mx-1.5 my-1.5 h-px bg-line" />;
}
