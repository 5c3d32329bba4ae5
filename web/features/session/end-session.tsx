'use client';
import { useState } from 'react';
import { deviceWords } from '../../lib/device-words.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { momentWords } from '../../ui/moment-words.ts';
import { type OwnSession, useEndings } from './own-sessions.ts';

export interface EndSessionProps {
  session: OwnSession;
  onEnded(device: string): void;
}

/** Signs one other device out, after a question. */
export function EndSession({ session, onEnded }: EndSessionProps) {
  const [open, setOpen] = useState(false);
  const { endOne } = useEndings();
  const device = session.device_name ?? deviceWords(session.user_agent);
  const lastUsed = `last used ${momentWords(session.last_used_at, Date.now())}`;
  const { submit, pending, trouble } = useSubmit({
    send: endOne,
    done: () => {
      setOpen(false);
      onEnded(device);
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={setOpen}
      danger
      title={`Sign out ${device}?`}
      confirm="Sign out"
      cancel="Keep it signed in"
      pending={pending}
      trouble={trouble}
      trigger={
        <Button kind="quiet" size="small" aria-label={`Sign out ${device}, ${lastUsed}`}>
          Sign out
        </Button>
      }
      onConfirm={() => submit(session.id)}
    >
      At {session.ip}, {lastUsed}. It is signed out at once, and what was not saved there may be lost.
    </ConfirmDialog>
  );
}
