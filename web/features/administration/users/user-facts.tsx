'use client';
import { deletionGraceSeconds } from '../../../../lambdas/kernel/http/deletion-grace.ts';
import { holds } from '../../../lib/permissions.ts';
import { useMe } from '../../../lib/session/me.ts';
import { Badge } from '../../../ui/badge.tsx';
import { capitalised } from '../../../ui/capitalised.ts';
import { DescriptionList } from '../../../ui/description-list.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import type { ManagedUser } from './managed-user.ts';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });

/** What is known of a user, without anything that lets somebody in. */
export function UserFacts({ user }: { user: ManagedUser }) {
  const { user: me } = useMe();
  const ways = waysIn(user);
  return (
    <div className="grid grid-cols-1 gap-6">
      <Standing user={user} />
      <DescriptionList
        dense
        items={[
          { term: 'Name', value: <bdi>{user.name}</bdi> },
          {
            term: 'E-mail address',
            value: user.email,
            action: user.email_verified ? (
              <Badge kind="success">Verified</Badge>
            ) : (
              <Badge kind="warning">Not verified</Badge>
            ),
          },
          { term: 'Roles', value: user.roles.length > 0 ? user.roles.join(', ') : 'None' },
          { term: 'Ways to sign in', value: ways.length > 0 ? ways.join(', ') : 'None yet' },
          { term: 'Two-step sign-in', value: user.two_step ? 'On' : 'Off' },
          { term: 'Language', value: user.locale ?? <span className="text-soft">Not chosen</span> },
          { term: 'Last seen', value: user.last_seen_at ? <Moment at={user.last_seen_at} /> : 'Never' },
          { term: 'Account since', value: <Moment at={user.created_at} /> },
          { term: 'Last changed', value: <Moment at={user.updated_at} /> },
          { term: 'Id', value: <code className="font-mono text-sm break-all">{user.id}</code> },
        ]}
      />
      <ul className="flex flex-wrap gap-x-6 gap-y-2">
        {holds(me, 'mail:read') && (
          <li>
            <TextLink href={`/admin/mail?user=${user.id}`}>Mails to them</TextLink>
          </li>
        )}
        {holds(me, 'audit:read') && (
          <li>
            <TextLink href={`/admin/audit?user=${user.id}`}>Their audit log</TextLink>
          </li>
        )}
      </ul>
    </div>
  );
}

/** Why somebody cannot sign in, where they cannot. */
function Standing({ user }: { user: ManagedUser }) {
  if (user.deleted_at !== null) {
    const until = day.format(new Date(user.deleted_at).getTime() + deletionGraceSeconds * 1000);
    return (
      <Notice title="This account is deleted">
        {`Nobody can sign in to it. Until ${until} it can be brought back; then it is purged for good.`}
      </Notice>
    );
  }
  if (!user.is_active)
    return (
      <Notice kind="warning" title="This account is disabled">
        Nobody can sign in to it, and its sessions are over, until it is enabled again.
      </Notice>
    );
  if (user.reset_required)
    return (
      <Notice kind="warning" title="This account was brought back">
        Every sign-in is refused until its owner sets a new password by mail.
      </Notice>
    );
  return null;
}

function waysIn({ has_password: password, passkeys, identities }: ManagedUser): string[] {
  return [
    ...(password ? ['Password'] : []),
    ...(passkeys > 0 ? [passkeys === 1 ? '1 passkey' : `${passkeys} passkeys`] : []),
    ...identities.map(capitalised),
  ];
}
