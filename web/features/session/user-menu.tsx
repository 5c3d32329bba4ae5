'use client';
import { LogOut, ShieldCheck, UserRound } from 'lucide-react';
import { mayAdminister } from '../../lib/permissions.ts';
import { session } from '../../lib/session/browser.ts';
import { useSignedIn } from '../../lib/session/signed-in.tsx';
import { useLeaving } from '../../lib/unsaved-changes.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Menu, MenuHead, MenuItem, MenuLink, MenuSeparator } from '../../ui/menu.tsx';
import { useSignOut } from './use-sign-out.ts';

/** Who is signed in, where they may go, and the way out. */
export function UserMenu() {
  const { user, actor } = useSignedIn();
  const leave = useLeaving();
  const { signOut, pending, trouble, forget } = useSignOut();
  const trigger = (
    <Button kind="quiet" aria-label={`${user.name}: account menu`} pending={pending}>
      <Avatar size="small" name={user.name} url={user.avatar_url} />
      <span dir="auto" className="hidden max-w-48 truncate text-left text-ink sm:block">
        {user.name}
      </span>
    </Button>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <MenuHead>
          <span dir="auto" className="block truncate text-left font-semibold">
            {user.name}
          </span>
          <span className="block truncate text-sm text-soft">{user.email}</span>
        </MenuHead>
        <MenuSeparator />
        <MenuLink href="/account" icon={<UserRound aria-hidden="true" />}>
          Your account
        </MenuLink>
        {mayAdminister(user) && (
          <MenuLink href="/admin" icon={<ShieldCheck aria-hidden="true" />}>
            Administration
          </MenuLink>
        )}
        <MenuSeparator />
        {actor ? (
          // Signing out is the administrator's, and takes more than the acting with it.
          <MenuItem icon={<LogOut aria-hidden="true" />} onClick={() => leave(() => void session.stopActing())}>
            Stop acting
          </MenuItem>
        ) : (
          <MenuItem icon={<LogOut aria-hidden="true" />} onClick={() => leave(() => void signOut())}>
            Sign out
          </MenuItem>
        )}
      </Menu>
      <p role="status" className="sr-only">
        {pending ? 'Signing out' : ''}
      </p>
      <ConfirmDialog
        open={trouble !== null}
        onOpenChange={forget}
        title="You are still signed in"
        confirm="Try again"
        cancel="Stay signed in"
        trouble={trouble}
        pending={pending}
        onConfirm={() => void signOut()}
      >
        Signing out did not work, and nothing has changed.
      </ConfirmDialog>
    </>
  );
}
