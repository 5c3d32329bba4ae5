'use client';
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
import { useToast } from '../../ui/toast.tsx';
import { languagesFor } from './languages.ts';
import { changesOf, draftAfter, type ProfileDraft, type ProfileValues, valuesOf } from './profile-draft.ts';

/** What a person may change about themselves. */
export function ProfileForm({ user }: { user: User }) {
  const toast = useToast();
  const [draft, setDraft] = useState<ProfileDraft>({});
  const { mutateAsync } = useUpdateMe();
  const changes = changesOf(user, draft);
  const isUnsaved = Object.keys(changes).length > 0;
  useUnsavedChanges(isUnsaved);
  const { submit, pending, trouble } = useSubmit({
    schema: account.routes.updateMe.body,
    send: mutateAsync,
    done: () => {
      setDraft((typed) => draftAfter(typed, draft));
      toast({ title: 'Your profile is saved' });
    },
  });
  const values = { ...valuesOf(user), ...draft };
  const field = (name: keyof ProfileValues) => ({
    name,
    value: values[name],
    onValueChange: (value: string) => setDraft((typed) => ({ ...typed, [name]: value })),
  });
  const save = () => (isUnsaved ? submit(changes) : toast({ title: 'Nothing has changed', kind: 'info' }));

  return (
    <Form trouble={trouble} onSubmit={save}>
      <TextField {...field('name')} label="Name" autoComplete="name" required maxLength={100} />
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
        <p className="text-soft">{isUnsaved && !pending ? 'Not saved yet' : ''}</p>
      </div>
    </Form>
  );
}
