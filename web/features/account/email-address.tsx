'use client';
import { useEffect, useRef, useState } from 'react';
import type { User } from '../../lib/api.ts';
import { useAskedChange } from '../../lib/email-change/kept-change.ts';
import { isSameAddress } from '../../lib/same-address.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ChangeOnItsWay } from './change-on-its-way.tsx';
import { useAskChange } from './use-ask-change.ts';

/** The form that asks for another address; then what became of it. */
export function EmailAddress({ user }: { user: User }) {
  const asked = useAskedChange();
  const [changed, setChanged] = useState(false);
  const isOpen = asked?.userId === user.id && !isSameAddress(asked.email, user.email);
  return isOpen ? (
    <ChangeOnItsWay user={user} change={asked} onConfirmed={() => setChanged(true)} />
  ) : (
    <AskChange user={user} changed={changed} onAsked={() => setChanged(false)} />
  );
}

function AskChange({ user, changed, onAsked }: { user: User; changed: boolean; onAsked(): void }) {
  const { submit, pending, trouble } = useAskChange(user, onAsked);
  const status = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The form in whose place this came had the focus.
    if (changed) status.current?.focus();
  }, [changed]);
  return (
    <div className="grid gap-5">
      <div ref={status} tabIndex={-1} role="status" className={changed ? 'rounded-control' : 'sr-only'}>
        {changed && <Notice kind="success" title="Your address is changed, and your other devices are signed out." />}
      </div>
      <Form trouble={trouble} onSubmit={({ email = '' }) => submit({ email })}>
        <TextField
          name="email"
          label="New e-mail address"
          hint="We send a mail there first. Until it is confirmed, your address stays as it is."
          type="email"
          inputMode="email"
          autoComplete="email"
          required
        />
        <div>
          <Button type="submit" pending={pending}>
            Change address
          </Button>
        </div>
      </Form>
    </div>
  );
}
