'use client';
import { LogOut, Settings } from 'lucide-react';
import { Avatar } from '../avatar.tsx';
import { Menu, MenuHead, MenuItem, MenuLink, MenuSeparator } from '../menu.tsx';
import { useToast } from '../toast.tsx';

/** The menu of the person who is signed in. */
export function GalleryUser() {
  const toast = useToast();
  return (
    <Menu
      trigger={
        <button type="button" aria-label="Your account" className="cursor-pointer rounded-full p-0.5">
          <Avatar name="Ada Lovelace" url={null} />
        </button>
      }
    >
      <MenuHead>
        <p className="font-semibold">Ada Lovelace</p>
        <p className="truncate text-sm text-soft">ada.lovelace@a-rather-long-domain.example.com</p>
      </MenuHead>
      <MenuSeparator />
      <MenuLink href="/account" icon={<Settings aria-hidden="true" />}>
        Account
      </MenuLink>
      <MenuItem icon={<LogOut aria-hidden="true" />} onClick={() => toast({ title: 'Nobody was signed out.' })}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
