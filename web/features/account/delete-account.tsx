'use client';
import { account } from '../../../lambdas/flows/account/contract.ts';
import { createClient } from '../../../lambdas/kernel/http/client.ts';
import { deletionGraceSeconds } from '../../../lambdas/kernel/http/deletion-grace.ts';
import { keepAccountDeleted } from '../../lib/deleted-account.ts';
import type { OwnWords } from '../../lib/refusals.ts';
import { authorized, session } from '../../lib/session/browser.ts';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';

const { deleteMe } = createClient({ account }).account;
const graceDays = deletionGraceSeconds / 86_400;
const phrase = 'delete my account';

const words: OwnWords = {
  LAST_ADMIN: {
    title: 'You are the last administrator.',
    advice: 'Nobody could look after this site without you. Make somebody else an administrator first.',
  },
  CONFLICT: {
    title: 'Administrators were changed at the same moment.',
    advice: 'Nothing is deleted. Try again.',
  },
};

/** Deletes the account of whoever typed that they want it. */
export function DeleteAccount() {
  const { submit, pending, trouble } = useSubmit({
    words,
    send: () => authorized((bearer) => deleteMe({ bearer })),
    done: () => {
      keepAccountDeleted(Date.now());
      session.ended('user_deleted');
    },
  });
  return (
    <Form trouble={trouble} onSubmit={() => submit(undefined)}>
      <ul className="list-disc space-y-1 pl-5">
        <li>Apps that you reach with this account do not know you any more.</li>
        <li>Your address, passkeys and linked accounts are free for another account.</li>
        <li>
          For {graceDays} days an administrator can bring the account back. You then set a new password by mail, and
          sign in as before.
        </li>
      </ul>
      <TextField
        name="confirmation"
        label={`To confirm, type “${phrase}”`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        validate={(typed) => (isPhrase(String(typed)) ? null : `Type the words “${phrase}”.`)}
      />
      <div>
        <Button type="submit" kind="danger" pending={pending}>
          Delete my account
        </Button>
      </div>
    </Form>
  );
}

function isPhrase(typed: string): boolean {
  return typed.trim().replace(/\s+/g, ' ').toLowerCase() === phrase;
}
