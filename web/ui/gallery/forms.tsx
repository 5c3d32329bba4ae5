'use client';
import { useState } from 'react';
import type { Trouble } from '../../lib/refusals.ts';
import { Button } from '../button.tsx';
import { TextField } from '../field.tsx';
import { Form } from '../form.tsx';
import { MailCodeField } from '../mail-code-field.tsx';
import { NewPasswordField } from '../new-password-field.tsx';
import { PasswordField } from '../password-field.tsx';
import { TextLink } from '../text-link.tsx';
import { Part, Specimen } from './specimen.tsx';

const refused: Trouble = {
  title: 'Some fields need another value.',
  advice: 'Mend what is marked.',
  fields: {},
  retryAfterSeconds: null,
  code: 'VALIDATION_FAILED',
};
const inFields = { ...refused, fields: { email: 'Must be an e-mail address.', password: 'Must not be empty.' } };
const elsewhere = { ...refused, fields: { email: 'Must be an e-mail address.', token: 'Has the wrong form.' } };
const tooMany: Trouble = {
  ...refused,
  title: 'Too many tries.',
  advice: 'Wait a little, then try again.',
  retryAfterSeconds: 754,
  code: 'RATE_LIMITED',
};

export function Forms() {
  return (
    <Part id="forms" title="Forms">
      <div className="grid items-start gap-8 md:grid-cols-2">
        <Specimen of="Refused fields" wide>
          <SignIn name="marked" trouble={inFields} />
        </Specimen>
        <Specimen of="Refused as a whole" wide>
          <SignIn name="refused" trouble={tooMany} />
        </Specimen>
        <Specimen of="Refused: a field that is not in the form" wide>
          <SignIn name="elsewhere" trouble={elsewhere} />
        </Specimen>
        <Specimen of="Sent, and refused after two seconds" wide>
          <Registration />
        </Specimen>
      </div>
    </Part>
  );
}

function SignIn({ name, trouble }: { name: string; trouble: Trouble }) {
  return (
    <Form
      trouble={trouble}
      remedy={<TextLink href="#forms">Ask for a new password</TextLink>}
      onSubmit={() => undefined}
    >
      <TextField name="email" label={`E-mail address (${name})`} type="email" defaultValue="ada" required />
      <PasswordField name="password" label={`Password (${name})`} autoComplete="current-password" />
      <Button type="submit">Sign in</Button>
    </Form>
  );
}

/** Is refused at every try, field by field first. */
function Registration() {
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [tries, setTries] = useState(0);
  const [pending, setPending] = useState(false);
  const answers = [{ ...refused, fields: { name: 'Must have at most 100 characters.' } }, elsewhere, tooMany];
  const send = async () => {
    setPending(true);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    setPending(false);
    setTries(tries + 1);
    setTrouble({ ...(answers[tries % answers.length] ?? refused) });
  };
  return (
    <Form trouble={trouble} onSubmit={send}>
      <TextField name="name" label="Your name" autoComplete="name" required />
      <NewPasswordField
        name="new_password"
        label="New password"
        hint="At least 12 characters."
        about={['Ada Lovelace']}
      />
      <MailCodeField name="mail_code" label="Code of the mail" />
      <Button type="submit" wide pending={pending}>
        Create account
      </Button>
      <p className="text-sm text-soft">Sent {tries} times.</p>
    </Form>
  );
}
