'use client';
import { useEffect } from 'react';
import { session } from '../../lib/session/browser.ts';
import { useSignedIn } from '../../lib/session/signed-in.tsx';
import { useLeave } from '../../lib/use-leave.ts';
import { useSecondsUntil } from '../../lib/use-seconds-until.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** On every page while an administrator acts as somebody: as whom, until when, and the way back. */
export function ActingBanner() {
  const { user, actor, expiresAt } = useSignedIn();
  const [leaving, leaveFor] = useLeave();
  const isOver = useSecondsUntil(expiresAt) === 0;
  useEffect(() => {
    if (actor && isOver) void session.stopActing();
  }, [actor, isOver]);
  if (!actor) return null;
  const stop = async () => {
    leaveFor(`/admin/users?id=${user.id}`);
    await session.stopActing();
  };
  return (
    <Notice kind="warning" title={`${actor.name}, you act as ${user.name} (${user.email}).`}>
      <div className="flex w-full flex-wrap items-center justify-between gap-x-6 gap-y-3 sm:flex-nowrap">
        <p>
          Until {time.format(expiresAt)}, in this tab alone. Each request is written down with your name; credentials,
          the address and the account itself cannot be changed.
        </p>
        <span className="shrink-0">
          <Button kind="secondary" size="small" pending={leaving} onClick={() => void stop()}>
            Stop acting
          </Button>
        </span>
      </div>
    </Notice>
  );
}
