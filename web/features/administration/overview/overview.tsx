'use client';
import { holds } from '../../../lib/permissions.ts';
import { useMe } from '../../../lib/session/me.ts';
import { PageHeader } from '../../../ui/page-header.tsx';
import { OwnRights } from './own-rights.tsx';
import { Statistics } from './statistics.tsx';

/** Where the administration begins: how the site fares, and what the person may do. */
export function Overview() {
  const { user } = useMe();
  const seesNumbers = holds(user, 'stats:read');
  return (
    <>
      <PageHeader
        title="Administration"
        lead={seesNumbers ? 'How this site fares.' : 'What you see and do here follows from your roles.'}
      />
      <div className="grid grid-cols-1 gap-6">
        {seesNumbers && <Statistics />}
        <OwnRights />
      </div>
    </>
  );
}
