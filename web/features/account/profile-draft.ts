/** What a person typed in their profile, beside what is saved. */
import type { ProfileChange, User } from '../../lib/api.ts';

/** The values of the form's fields: an empty one clears. */
export interface ProfileValues {
  name: string;
  locale: string;
  avatar_url: string;
}

/** The fields that were touched. All others show what is saved, also when that changes elsewhere. */
export type ProfileDraft = Partial<ProfileValues>;

export function valuesOf({ name, locale, avatar_url }: User): ProfileValues {
  return { name, locale: locale ?? '', avatar_url: avatar_url ?? '' };
}

/** The fields whose value would be another one; those alone are sent, so that nothing else is put back. */
export function changesOf(user: User, draft: ProfileDraft): ProfileChange {
  const saved = valuesOf(user);
  const name = draft.name?.trim();
  const locale = draft.locale;
  const avatarUrl = draft.avatar_url?.trim();
  return {
    ...(name !== undefined && name !== saved.name && { name }),
    ...(locale !== undefined && locale !== saved.locale && { locale: locale || null }),
    ...(avatarUrl !== undefined && avatarUrl !== saved.avatar_url && { avatar_url: avatarUrl || null }),
  };
}

/** What is left to be saved after `sent` was: what was typed since. */
export function draftAfter(draft: ProfileDraft, sent: ProfileDraft): ProfileDraft {
  const left = { ...draft };
  for (const field of Object.keys(sent) as (keyof ProfileDraft)[]) if (left[field] === sent[field]) delete left[field];
  return left;
}
