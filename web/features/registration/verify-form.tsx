'use client';
import { maskEmails } from '../../lib/mask-emails.ts';
import type { Registration } from '../../lib/registrations.ts';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { AddressChoice } from './address-choice.tsx';
import { ProveChoice } from './prove-choice.tsx';
import type { LinkSubmission } from './use-link.ts';

export interface VerifyFormProps {
  link: LinkSubmission;
  /** What this browser registered, each address once. */
  registered: readonly Registration[];
  /** Null: the mail is of a registration that another browser made. */
  picked: Registration | null;
  onPick(registration: Registration | null): void;
  /** The address of a mail that another browser registered, where this one knows it. */
  email: string | undefined;
}

/** The button that names the address: nothing is sent before it is pressed. */
export function VerifyForm({ link, registered, picked, onPick, email }: VerifyFormProps) {
  const masks = maskEmails(registered.map((known) => known.email));
  const [only] = registered.length === 1 ? registered : [];
  return (
    <Form
      trouble={link.trouble}
      onSubmit={({ password = '' }) => link.submit(picked ? { requestToken: picked.requestToken } : { password })}
    >
      <div hidden={link.isDead} className="grid gap-5">
        {registered.length > 1 && (
          <AddressChoice registered={registered} masks={masks} picked={picked} onPick={onPick} />
        )}
        <div className="grid gap-2">
          {picked ? (
            <Button type="submit" wide pending={link.pending}>
              Verify {masks[registered.indexOf(picked)]}
            </Button>
          ) : (
            <ProveChoice link={link} email={email} />
          )}
          {only && (
            <Button kind="quiet" wide disabled={link.pending} onClick={() => onPick(picked ? null : only)}>
              {picked ? 'Not this address?' : `Back to ${masks[0]}`}
            </Button>
          )}
        </div>
      </div>
    </Form>
  );
}
