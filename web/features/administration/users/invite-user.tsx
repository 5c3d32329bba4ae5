'use client';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type * as z from 'zod/mini';
import { useRoles } from '../../../lib/administration/roles.ts';
import { useChange } from '../../../lib/administration/use-change.ts';
import { holds } from '../../../lib/permissions.ts';
import { useMe } from '../../../lib/session/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form } from '../../../ui/form.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { client, routes } from '../client.ts';
import { RoleChoice } from './role-choice.tsx';
import { usersKey } from './users-list.ts';

/** Invites somebody by mail. */
export function InviteUser() {
  const [open, setOpen] = useState(false);
  const toast = useToast();
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Invite somebody"
      description="They get a mail with a link, say their name and choose a password."
      trigger={
        <Button>
          <UserPlus aria-hidden="true" />
          Invite
        </Button>
      }
    >
      <InviteForm
        onInvited={(email) => {
          setOpen(false);
          toast({ title: 'The invitation is on its way', description: email });
        }}
      />
    </Dialog>
  );
}

const words = {
  EMAIL_TAKEN: {
    title: 'This address has an account already.',
    advice: 'Look for it in the list; its roles are changed there.',
  },
  RATE_LIMITED: {
    title: 'This address got several mails within the hour.',
    advice: 'The newest one still works. Ask them to look for it, or try again later.',
  },
};

type Body = z.input<typeof routes.inviteUser.body>;

function InviteForm({ onInvited }: { onInvited(email: string): void }) {
  const { user: me } = useMe();
  const { data: roles } = useRoles();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  // Every account has this one.
  const further = roles?.filter(({ name }) => name !== 'user') ?? [];
  const mayAssign = holds(me, 'roles:assign') && further.length > 0;
  const { submit, pending, trouble } = useChange({
    words,
    schema: routes.inviteUser.body,
    concerns: [usersKey],
    send: (body: Body, call) => client.inviteUser({ ...call, body }),
    done: ({ data }) => onInvited(data.email),
  });
  return (
    <Form
      trouble={trouble}
      onSubmit={({ email = '' }) =>
        submit({ email: email.trim(), ...(mayAssign && picked.size > 0 && { role_ids: [...picked].sort() }) })
      }
    >
      <TextField name="email" label="E-mail address" type="email" inputMode="email" autoComplete="off" required />
      {mayAssign && (
        <RoleChoice
          legend="Roles beside “User”, which everybody has"
          roles={further}
          picked={picked}
          error={trouble?.fields.role_ids}
          onChange={setPicked}
        />
      )}
      <Button type="submit" pending={pending}>
        Send the invitation
      </Button>
    </Form>
  );
}
