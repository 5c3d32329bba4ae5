'use client';
import { holds } from '../../../lib/permissions.ts';
import { useMe } from '../../../lib/session/me.ts';
import { Drawer } from '../../../ui/drawer.tsx';
import { ListRefused } from '../../../ui/list-refused.tsx';
import { Loading } from '../../../ui/skeleton.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { Timeline } from './timeline.tsx';
import { UserActions } from './user-actions.tsx';
import { UserFacts } from './user-facts.tsx';
import { UserStatus } from './user-status.tsx';
import { useUser } from './users-list.ts';

export interface UserDrawerProps {
  /** Empty where the address names nobody. */
  id: string;
  onClose(): void;
}

/** Everything that is known of one user, and what can be done. */
export function UserDrawer({ id, onClose }: UserDrawerProps) {
  const { user: me } = useMe();
  const { data: user, trouble, readAgain } = useUser(id);
  const seesTimeline = holds(me, 'audit:read');
  return (
    <Drawer
      open={id !== ''}
      onClose={onClose}
      title={user ? <bdi>{user.name || user.email}</bdi> : 'User'}
      description={
        user && (
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="wrap-anywhere">{user.email}</span>
            <UserStatus user={user} />
          </span>
        )
      }
    >
      {!user &&
        (trouble ? <ListRefused trouble={trouble} onTryAgain={readAgain} /> : <Loading what="user" lines={6} />)}
      {user && (
        <Tabs
          label="User"
          tabs={[
            { value: 'account', label: 'Account', content: <UserFacts user={user} /> },
            { value: 'actions', label: 'Actions', content: <UserActions key={user.id} user={user} /> },
            ...(seesTimeline ? [{ value: 'timeline', label: 'Timeline', content: <Timeline userId={user.id} /> }] : []),
          ]}
        />
      )}
    </Drawer>
  );
}
