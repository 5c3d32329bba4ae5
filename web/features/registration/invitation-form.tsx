'use client';
import { useState } from 'react';
import { brand } from '../../lib/brand.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { enter } from './arrival.ts';
import { acceptInvitation, routes } from './client.ts';
import { invitationWords } from './words.ts';

/** Name and password of a person who was invited; then they are signed in. */
export function InvitationForm({ token, onSpent }: { token: string; onSpent(): void }) {
  const [leaving, leaveFor] = useLeave();
  const [name, setName] = useState('');
  const { submit, pending, trouble } = useSubmit({
    schema: routes.acceptInvitation.body,
    words: invitationWords,
    async send(body: { token: string; name: string; password: string }) {
      const answer = await acceptInvitation({ body });
      if (!answer.ok) return answer;
      onSpent();
      return { ...answer, next: await enter(answer.data.user.email, body.password) };
    },
    done: ({ next }) => leaveFor(next),
  });
  const isDead = trouble?.code === 'TOKEN_INVALID';
  return (
    <EntryPage
      title="Accept your invitation"
      lead={!isDead && 'Say how you are called, and choose the password that you will sign in with.'}
      elsewhere={<p className="text-soft">You expected no invitation? Close this page: nothing happens.</p>}
    >
      <Form
        trouble={trouble}
        onSubmit={(typed) => submit({ token, name: typed.name ?? '', password: typed.password ?? '' })}
      >
        <div hidden={isDead} className="grid gap-5">
          <TextField name="name" label="Your name" autoComplete="name" dir="auto" required onValueChange={setName} />
          <NewPasswordField
            name="password"
            label="New password"
            hint="Length is what counts: four plain words in a row are good."
            about={[brand.name, name]}
          />
          <Button type="submit" wide pending={pending || leaving}>
            Accept and sign in
          </Button>
        </div>
      </Form>
      {isDead && (
        <LinkButton wide href="/sign-in">
          Sign in
        </LinkButton>
      )}
    </EntryPage>
  );
}
