'use client';
import { brand } from '../../lib/brand.ts';
import { leave } from '../../lib/hand-over.ts';
import { useLeave } from '../../lib/use-leave.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { EntryPage } from '../../ui/entry-page.tsx';
import { Form } from '../../ui/form.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { enter } from './arrival.ts';
import { routes, verifyEmailPassword } from './client.ts';
import { keepPasswordDue, type PasswordDue } from './password-due.ts';
import { choiceWords } from './words.ts';

/** The address is verified and has no password yet: it gets one, and the person is signed in with it. */
export function ChoosePassword({ due: { token, email, wrong } }: { due: PasswordDue }) {
  const [leaving, leaveFor] = useLeave();
  const { submit, pending, trouble } = useSubmit({
    schema: routes.verifyEmailPassword.body,
    words: choiceWords,
    async send(body: { token: string; password: string }) {
      const answer = await verifyEmailPassword({ body });
      if (!answer.ok) return answer;
      keepPasswordDue(null);
      return { ...answer, next: await enter(email, body.password) };
    },
    done: ({ next }) => leaveFor(next),
  });
  const signIn = () => {
    leave({ email });
    leaveFor('/sign-in');
  };
  const isOver = trouble?.code === 'TOKEN_INVALID';
  return (
    <EntryPage
      key="choose"
      title="Choose a password"
      lead={
        <>
          <strong className="font-semibold text-ink">{email}</strong> is verified. With a password you can sign in.
        </>
      }
    >
      {wrong && !isOver && (
        <Notice title="That was not the password you chose.">
          So neither of the two was kept. Choose the one that you want from now on.
        </Notice>
      )}
      <Form trouble={trouble} onSubmit={({ password = '' }) => submit({ token, password })}>
        <div hidden={isOver} className="grid gap-5">
          {/* For password managers, which keep a password under the name that stands beside it. */}
          <input type="email" autoComplete="username" value={email} readOnly hidden />
          <NewPasswordField
            name="password"
            label="New password"
            hint="Length is what counts: four plain words in a row are good."
            about={[brand.name, email]}
          />
          <Button type="submit" wide pending={pending || leaving}>
            Save and sign in
          </Button>
        </div>
      </Form>
      {isOver && (
        <Button wide pending={leaving} onClick={signIn}>
          Sign in
        </Button>
      )}
    </EntryPage>
  );
}
