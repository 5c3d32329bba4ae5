'use client';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { account } from '../../../lambdas/flows/account/contract.ts';
import type { User } from '../../lib/api.ts';
import { useUpdateMe } from '../../lib/session/me.ts';
import { useUnsavedChanges } from '../../lib/unsaved-changes.tsx';
import { useSubmit } from '../../lib/use-submit.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { languagesFor } from './languages.ts';
import { changesOf, draftAfter, type ProfileDraft, type ProfileValues, valuesOf } from './profile-draft.ts';

/** What a person may change about themselves. */
export function ProfileForm({ user }: { user: User }) {
  const [draft, setDraft] = useState<ProfileDraft>({});
  const [outcome, setOutcome] = useState<Outcome>(null);
  const { mutateAsync } = useUpdateMe();
  const changes = changesOf(user, draft);
  const isUnsaved = Object.keys(changes).length > 0;
  useUnsavedChanges(isUnsaved);
  const { submit, pending, trouble } = useSubmit({
    schema: account.routes.updateMe.body,
    send: mutateAsync,
    done: () => {
      setDraft((typed) => draftAfter(typed, draft));
      setOutcome('saved');
    },
  });
  const values = { ...valuesOf(user), ...draft };
  const field = (name: keyof ProfileValues) => ({
    name,
    value: values[name],
    onValueChange: (value: string) => {
      setDraft((typed) => ({ ...typed, [name]: value }));
      setOutcome(null);
    },
  });
  const save = () => (isUnsaved ? submit(changes) : setOutcome('unchanged'));

  return (
    <Form trouble={trouble} onSubmit={save}>
      <TextField {...field('name')} label="Name" autoComplete="name" dir="auto" required maxLength={100} />
      <SelectField
        {...field('locale')}
        label="Language"
        hint="For the apps that you sign in to, where they know it."
        autoComplete="language"
        options={[{ value: '', label: 'Not chosen' }, ...languagesFor(navigator.languages, user.locale)]}
      />
      <TextField
        {...field('avatar_url')}
        label="Picture"
        hint="The address of a picture on the web. It begins with https://."
        type="text"
        inputMode="url"
        autoComplete="photo"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="https://"
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" pending={pending}>
          Save
        </Button>
        <SaveState outcome={outcome} isUnsaved={isUnsaved && !pending} />
      </div>
    </Form>
  );
}

type Outcome = 'saved' | 'unchanged' | null;

/** Beside the button: what came of the last press is read out, what is still to be done is not. */
function SaveState({ outcome, isUnsaved }: { outcome: Outcome; isUnsaved: boolean }) {
  return (
    <>
      <p role="status" className="flex items-center gap-2">
        {outcome === 'saved' && (
          <>
            <CircleCheck aria-hidden="true" className="size-5 text-success" />
            Your profile is saved.
          </>
        )}
        {outcome === 'unchanged' && 'Nothing has changed.'}
      </p>
      {isUnsaved && <p className="text-soft">Not saved yet</p>}
    </>
  );
}
