import { Download, History, KeyRound, LockKeyhole, MonitorSmartphone, ShieldCheck, UserRound } from 'lucide-react';
import { mayAdminister } from '../../lib/permissions.ts';

/** The pages of a person's own account, a line for each. */
export const accountPages = [
  { href: '/account', label: 'Profile', icon: <UserRound aria-hidden="true" /> },
  { href: '/account/security', label: 'Security', icon: <LockKeyhole aria-hidden="true" /> },
  { href: '/account/passkeys', label: 'Passkeys', icon: <KeyRound aria-hidden="true" /> },
  { href: '/account/sessions', label: 'Sessions', icon: <MonitorSmartphone aria-hidden="true" /> },
  { href: '/account/activity', label: 'Activity', icon: <History aria-hidden="true" /> },
  { href: '/account/data', label: 'Your data', icon: <Download aria-hidden="true" /> },
  { href: '/admin', label: 'Administration', icon: <ShieldCheck aria-hidden="true" />, isFor: mayAdminister },
];
