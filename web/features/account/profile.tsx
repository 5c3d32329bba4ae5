'use client';
import { BadgeCheck, TriangleAlert } from 'lucide-react';
import { useMe } from '../../lib/session/me.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import { EmailAddress } from './email-address.tsx';
import { ProfileForm } from './profile-form.tsx';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });

/** Who the person is here. */
export function Profile() {
  const { user } = useMe();
  return (
    <>
      <PageHeader title="Profile" lead="Who you are here, and how you are addressed." />
      <div className="grid max-w-2xl grid-cols-1 gap-6">
        <div className="flex items-center gap-4">
          <Avatar size="large" name={user.name} url={user.avatar_url} />
          <div className="min-w-0">
            <p dir="auto" className="truncate text-left text-lg font-semibold">
              {user.name}
            </p>
            <p className="truncate text-soft">{user.email}</p>
          </div>
        </div>
        <Section title="About you">
          <ProfileForm user={user} />
        </Section>
        <Section title="E-mail address" description="You sign in with it, and our mails go there.">
          <div className="grid gap-6">
            <DescriptionList
              items={[
                { term: 'Your address', value: user.email, action: <Verified is={user.email_verified} /> },
                { term: 'Account since', value: <Day at={user.created_at} /> },
              ]}
            />
            <EmailAddress user={user} />
          </div>
        </Section>
      </div>
    </>
  );
}

function Verified({ is }: { is: boolean }) {
  return is ? (
    <Badge kind="success">
      <BadgeCheck aria-hidden="true" />
      Verified
    </Badge>
  ) : (
    <Badge kind="warning">
      <TriangleAlert aria-hidden="true" />
      Not verified
    </Badge>
  );
}

function Day({ at }: { at: string }) {
  return <time dateTime={at}>{day.format(new Date(at))}</time>;
}
