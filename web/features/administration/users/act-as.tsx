'use client';
import { useChange } from '../../../lib/administration/use-change.ts';
import { session } from '../../../lib/session/browser.ts';
import { useLeave } from '../../../lib/use-leave.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { client, routes } from '../client.ts';
import type { ManagedUser } from './managed-user.ts';

const words = {
  CONFLICT: {
    title: 'This account could not sign in itself.',
    advice: 'It is disabled, not verified, or has to set a password first.',
  },
};

/** Becomes a user for a while, for a reason that is written down. */
export function ActAs({ user, onClose }: { user: ManagedUser; onClose(): void }) {
  const [leaving, leaveFor] = useLeave();
  const { submit, pending, trouble } = useChange({
    words,
    schema: routes.actAs.body,
    concerns: [],
    send: (body: { reason: string }, call) => client.actAs({ ...call, params: { id: user.id }, body }),
    done: ({ data }) => {
      leaveFor('/account', 'push');
      session.actAs(data);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Act as ${user.name || user.email}?`}
      description="For 15 minutes this tab shows the site as they see it."
    >
      <Notice title="They can see it">
        That you acted stands in their activity, with your reason; each request is written down. You cannot change what
        they sign in with, their address or the account itself.
      </Notice>
      <Form trouble={trouble} onSubmit={({ reason = '' }) => submit({ reason: reason.trim() })}>
        <TextField
          name="reason"
          label="Reason"
          hint="What you help them with: a ticket, a call."
          autoComplete="off"
          required
          maxLength={500}
        />
        <Button type="submit" pending={pending || leaving}>
          Act as them
        </Button>
      </Form>
    </Dialog>
  );
}
