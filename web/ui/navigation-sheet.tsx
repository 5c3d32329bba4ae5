'use client';
import { Dialog } from '@base-ui/react/dialog';
import { Menu, X } from 'lucide-react';
import { useState } from 'react';
import { NavigationList, type NavigationProps } from './navigation-list.tsx';
import { iconButton, veil } from './surface.ts';

/** The navigation of a narrow screen: a sheet from the side, closed by a choice, Escape, or a press beside it. */
export function NavigationSheet({ area, items, current }: NavigationProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger aria-label={`Menu: ${area}`} className={`-ml-2.5 lg:hidden ${iconButton}`}>
        <Menu aria-hidden="true" className="size-6" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={`${veil} lg:hidden`} />
        <Dialog.Popup className="fixed inset-y-0 left-0 flex w-72 max-w-[85vw] flex-col overflow-y-auto bg-surface p-3 shadow-float outline-none transition-transform data-ending-style:-translate-x-full data-starting-style:-translate-x-full lg:hidden">
          <div className="flex items-center justify-between pb-2 pl-3">
            <Dialog.Title className="font-semibold">Menu</Dialog.Title>
            <Dialog.Close aria-label="Close the menu" className={iconButton}>
              <X aria-hidden="true" className="size-5" />
            </Dialog.Close>
          </div>
          <nav aria-label={area}>
            <NavigationList area={area} items={items} current={current} onChoose={() => setOpen(false)} />
          </nav>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
