import { LayoutDashboard, UserRound } from 'lucide-react';
import { mayAdminister } from '../../lib/permissions.ts';

/** The pages of the administration, a line for each; `isFor` says who sees it. */
export const administrationPages = [
  { href: '/admin', label: 'Overview', icon: <LayoutDashboard aria-hidden="true" />, isFor: mayAdminister },
  { href: '/account', label: 'Your account', icon: <UserRound aria-hidden="true" /> },
];
