'use client';
import { KeyRound, Monitor, User } from 'lucide-react';
import { Shell } from '../shell.tsx';

const items = [
  { href: '#profile', label: 'Profile', icon: <User aria-hidden="true" /> },
  { href: '#passkeys', label: 'Passkeys', icon: <KeyRound aria-hidden="true" /> },
  { href: '#sessions', label: 'Sessions', icon: <Monitor aria-hidden="true" /> },
];

/** The frame of the account pages. */
export function ShellSection() {
  return (
    <Shell area="Account" items={items} current="#profile" home="/" user="Ada">
      <h2 className="text-xl font-bold">A page</h2>
    </Shell>
  );
}
