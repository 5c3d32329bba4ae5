'use client';
import { type ReactNode, useRef, useState } from 'react';
import { useRoles } from '../../../lib/administration/roles.ts';
import { holds } from '../../../lib/permissions.ts';
import { useMe } from '../../../lib/session/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { type AccountAction, accountActions } from './account-actions.ts';
import { ActAs } from './act-as.tsx';
import { ActionDialog } from './action-dialog.tsx';
import { EditUser } from './edit-user.tsx';
import type { ManagedUser } from './managed-user.ts';
import { statusOf } from './standing.ts';
import { UserRoles } from './user-roles.tsx';

type Open = AccountAction | 'edit' | 'roles' | 'act-as' | null;

/** What the person may do with an account, a line for each. */
export function UserActions({ user }: { user: ManagedUser }) {
  const { user: me } = useMe();
  const { data: roles } = useRoles();
  const [open, setOpen] = useState<Open>(null);
  const [said, setSaid] = useState('');
  const status = useRef<HTMLDivElement>(null);
  const close = () => setOpen(null);
  const done = (words: string) => {
    close();
    setSaid(words);
    // The button may have gone with what was done.
    setTimeout(() => status.current?.focus());
  };
  const ask = (action: Open) => () => {
    setSaid('');
    setOpen(action);
  };
  if (me.id === user.id)
    return (
      <Notice title="This is your own account">
        <p>
          Look after it on <TextLink href="/account">the pages of your account</TextLink>: here you change others.
        </p>
      </Notice>
    );
  const isThere = user.deleted_at === null;
  const mayWrite = holds(me, 'users:write');
  const fitting = accountActions.filter((action) => holds(me, action.permission) && action.fits(user));
  const mayAssign = isThere && holds(me, 'roles:assign') && roles !== null;
  const mayAct = statusOf(user) === 'active' && holds(me, 'users:act_as');
  const hasNone = fitting.length === 0 && !mayAssign && !mayAct && !(isThere && mayWrite);
  return (
    <div className="grid grid-cols-1 gap-4">
      <div ref={status} tabIndex={-1} role="status" className="rounded-control empty:sr-only">
        {said && <Notice kind="success" title={said} />}
      </div>
      {hasNone && <p className="text-soft">Your roles permit nothing here.</p>}
      <ul className="grid grid-cols-1 divide-y divide-line">
        {isThere && mayWrite && (
          <Line title="Name and address" lead="Corrects the name, or says that the address is verified.">
            <Button kind="secondary" size="small" onClick={ask('edit')}>
              Edit
            </Button>
          </Line>
        )}
        {mayAssign && (
          <Line title="Roles" lead="What they may do. It is felt at their next request.">
            <Button kind="secondary" size="small" onClick={ask('roles')}>
              Change roles
            </Button>
          </Line>
        )}
        {mayAct && (
          <Line
            title="Act as them"
            lead="See the site as they see it, for 15 minutes and for a reason that is written down."
          >
            <Button kind="secondary" size="small" onClick={ask('act-as')}>
              Act as them
            </Button>
          </Line>
        )}
        {fitting.map((action) => (
          <Line key={action.key} title={action.title} lead={action.lead}>
            <Button kind="secondary" size="small" onClick={ask(action)}>
              {action.button}
            </Button>
          </Line>
        ))}
      </ul>
      {open === 'edit' && <EditUser user={user} onClose={close} onDone={done} />}
      {open === 'roles' && roles && <UserRoles user={user} roles={roles} onClose={close} onDone={done} />}
      {open === 'act-as' && <ActAs user={user} onClose={close} />}
      {open !== null && typeof open === 'object' && (
        <ActionDialog action={open} user={user} onClose={close} onDone={done} />
      )}
    </div>
  );
}

function Line({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3.5">
      <div className="grid min-w-0 grow basis-64 gap-0.5">
        <h3 className="font-medium">{title}</h3>
        <p className="text-sm text-soft">{lead}</p>
      </div>
      {children}
    </li>
  );
}
