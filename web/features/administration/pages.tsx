import { LayoutDashboard, Mail, ScrollText, Settings2, ShieldCheck, UserRound, Users } from 'lucide-react';
import type { User } from '../../lib/api.ts';
import { type AdminPermission, holds, mayAdminister } from '../../lib/permissions.ts';

const holderOf = (permission: AdminPermission) => (user: User) => holds(user, permission);

/** The pages of the administration, a line for each; `isFor` says who sees it. */
export const administrationPages = [
  { href: '/admin', label: 'Overview', icon: <LayoutDashboard aria-hidden="true" />, isFor: mayAdminister },
  { href: '/admin/users', label: 'Users', icon: <Users aria-hidden="true" />, isFor: holderOf('users:read') },
  { href: '/admin/roles', label: 'Roles', icon: <ShieldCheck aria-hidden="true" />, isFor: holderOf('roles:read') },
  { href: '/admin/audit', label: 'Audit log', icon: <ScrollText aria-hidden="true" />, isFor: holderOf('audit:read') },
  { href: '/admin/mail', label: 'Mail', icon: <Mail aria-hidden="true" />, isFor: holderOf('mail:read') },
  {
    href: '/admin/settings',
    label: 'Settings',
    icon: <Settings2 aria-hidden="true" />,
    isFor: holderOf('settings:read'),
  },
  { href: '/account', label: 'Your account', icon: <UserRound aria-hidden="true" /> },
];
