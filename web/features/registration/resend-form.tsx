'use client';
import { useResend } from '../../lib/use-resend.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextLink } from '../../ui/text-link.tsx';

/** Another verification mail, for an address that is still to be typed. */
export function ResendForm({ email }: { email?: string | undefined }) {
  const { submit, pending, trouble, askedFor } = useResend();
  return (
    <Form trouble={trouble} onSubmit={(typed) => submit({ email: typed.email ?? '' })}>
      <TextField
        name="email"
        label="E-mail address"
        hint="If it waits to be verified, another mail goes there: at most one a minute and five an hour."
        type="email"
        inputMode="email"
        autoComplete="email"
        required
        defaultValue={email}
      />
      <Button type="submit" wide pending={pending}>
        Send another mail
      </Button>
      {askedFor !== null && (
        <Notice announce kind="success" title="Asked for.">
          <p>
            If {askedFor} waits to be verified, a mail is there in a minute or two. Open its link, or{' '}
            <TextLink href="/check-mail">type its code</TextLink>.
          </p>
        </Notice>
      )}
    </Form>
  );
}
