'use client';
import { type ReactNode, useState } from 'react';
import { AddressField } from '../../lib/address-field.tsx';
import { brand } from '../../lib/brand.ts';
import { EntryLink } from '../../lib/entry-link.tsx';
import { handedOver, leave } from '../../lib/hand-over.ts';
import { registrations } from '../../lib/kept-registrations.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { register, routes } from './client.ts';
import { signUpWords } from './words.ts';

interface Account {
  name: string;
  email: string;
  password: string;
}

export interface SignUpProps {
  /** Further ways in, below the form; what shows nothing leaves no trace. */
  others?: ReactNode;
}

/** Asks for an account, and keeps what shows later that this browser did. */
export function SignUp({ others }: SignUpProps) {
  const [leaving, leaveFor] = useLeave();
  const [before] = useState(handedOver);
  const [name, setName] = useState(before?.name ?? '');
  const [email, setEmail] = useState(before?.email ?? '');
  const { submit, pending, trouble } = useSubmit({
    schema: routes.register.body,
    words: signUpWords,
    async send(body: Account) {
      const answer = await register({ body });
      if (!answer.ok) return answer;
      registrations.keep(body.email, answer.data.request_token, 'register');
      leave(body);
      return answer;
    },
    done: () => leaveFor('/check-mail', 'push'),
  });
  return (
    <EntryPage
      title="Create an account"
      elsewhere={
        <p>
          Have an account? <EntryLink href="/sign-in">Sign in</EntryLink>
        </p>
      }
    >
      <Form
        trouble={trouble}
        onSubmit={(typed) =>
          submit({ name: typed.name ?? '', email: typed.email ?? '', password: typed.password ?? '' })
        }
      >
        <TextField
          name="name"
          label="Your name"
          autoComplete="name"
          dir="auto"
          required
          defaultValue={name}
          onValueChange={setName}
        />
        <AddressField hint="A mail goes there, to show that it is yours." autoComplete="email" onTyped={setEmail} />
        <NewPasswordField
          name="password"
          label="New password"
          hint="Length is what counts: four plain words in a row are good."
          about={[brand.name, name, email]}
        />
        <Button type="submit" wide pending={pending || leaving}>
          Create account
        </Button>
      </Form>
      <div className="grid gap-3 border-t border-line pt-5 empty:hidden">{others}</div>
    </EntryPage>
  );
}
