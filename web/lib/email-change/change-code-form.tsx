'use client';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { MailCodeField } from '../../ui/mail-code-field.tsx';
import type { User } from '../api.ts';
import type { OwnWords } from '../refusals.ts';
import type { AskedChange } from './asked-change.ts';
import { useConfirm } from './use-confirm.ts';

export interface ChangeCodeFormProps {
  change: AskedChange;
  wide?: boolean;
  onConfirmed(user: User): void;
}

/** The code of the mail that went to the new address, in the browser that asked for the change. */
export function ChangeCodeForm({ change, wide, onConfirmed }: ChangeCodeFormProps) {
  const { submit, pending, trouble } = useConfirm(words, onConfirmed);
  return (
    <Form trouble={trouble} onSubmit={({ code = '' }) => submit({ change, code })}>
      <MailCodeField
        name="code"
        label="Code from the mail"
        hint="It works for ten minutes, and only in this browser."
      />
      <div>
        <Button type="submit" wide={wide ?? false} pending={pending}>
          Confirm the new address
        </Button>
      </div>
    </Form>
  );
}

const words: OwnWords = {
  TOKEN_INVALID: {
    title: 'This code does not work.',
    advice:
      'Compare it with the newest mail. A code works for ten minutes and takes five tries; the link in the mail works for a day. Or ask for another mail.',
  },
  RATE_LIMITED: {
    title: 'Your network tried this too often.',
    advice: 'Nothing is lost: what you typed stays here.',
  },
};
