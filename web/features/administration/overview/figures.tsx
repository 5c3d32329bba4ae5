'use client';
import type { ReactNode } from 'react';
import { holds } from '../../../lib/permissions.ts';
import { useMe } from '../../../lib/session/me.ts';
import { percent } from '../../../ui/share.ts';
import { TextLink } from '../../../ui/text-link.tsx';
import type { StatisticsData } from './statistics-data.ts';

const number = new Intl.NumberFormat('en-GB');

/** The numbers that are looked at first. */
export function Figures({ of: { users, active_users: active, two_step: twoStep, passkeys } }: { of: StatisticsData }) {
  const { user: me } = useMe();
  const seesUsers = holds(me, 'users:read');
  const link = (status: string, count: number) =>
    seesUsers && count > 0 && <TextLink href={`/admin/users?status=${status}`}>See them</TextLink>;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-6 sm:grid-cols-4">
      <Figure label="Users" value={users.total}>
        {seesUsers && <TextLink href="/admin/users">See them</TextLink>}
      </Figure>
      <Figure label="Active today" value={active.day}>
        {`${number.format(active.week)} in 7 days, ${number.format(active.month)} in 30`}
      </Figure>
      <Figure label="With two-step sign-in" value={twoStep.users}>
        {percent(twoStep.users, users.total)}
      </Figure>
      <Figure label="With a passkey" value={passkeys.users}>
        {percent(passkeys.users, users.total)}
      </Figure>
      <Figure label="Can sign in" value={users.active} />
      <Figure label="Disabled" value={users.disabled}>
        {link('disabled', users.disabled)}
      </Figure>
      <Figure label="Not verified" value={users.unverified}>
        {link('unverified', users.unverified)}
      </Figure>
      <Figure label="Deleted, can come back" value={users.deleted}>
        {link('deleted', users.deleted)}
      </Figure>
    </dl>
  );
}

function Figure({ label, value, children }: { label: string; value: number; children?: ReactNode }) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="text-sm text-soft">{label}</dt>
      <dd className="text-2xl font-semibold tabular-nums">{number.format(value)}</dd>
      {children && <dd className="text-sm text-soft">{children}</dd>}
    </div>
  );
}
