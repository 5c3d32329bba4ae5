'use client';
import { ShieldAlert } from 'lucide-react';
import { deviceWords } from '../../lib/device-words.ts';
import { PagedTable } from '../../lib/paged-table.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { useActivity } from './activity-list.ts';
import { type Activity, toldActivity } from './told-activity.ts';

/** What happened to the account, and what to do about what was somebody else. */
export function ActivityPage() {
  const pages = useActivity();
  return (
    <>
      <PageHeader
        title="Activity"
        lead="What was done with your account and what was refused, the newest first. Nobody can change what stands here."
      />
      <div className="grid max-w-4xl grid-cols-1 gap-6">
        <Notice title="Was something not you?">
          <ul className="list-disc space-y-1 pl-5">
            <li>
              <TextLink href="/account/sessions">Sign out the other sessions</TextLink>, so that nobody goes on with
              them.
            </li>
            <li>
              <TextLink href="/account/security">Choose a new password</TextLink>, and look whether your ways to sign in
              are all yours.
            </li>
          </ul>
        </Notice>
        <Section title="What happened">
          <PagedTable
            pages={pages}
            caption="What happened"
            columns={columns}
            what="entries"
            empty="Nothing has happened yet."
          />
        </Section>
      </div>
    </>
  );
}

const columns: readonly [Column<Activity>, ...Column<Activity>[]] = [
  { key: 'what', label: 'What', cell: (entry) => <What entry={entry} /> },
  {
    key: 'device',
    label: 'Device',
    // Of what others did it stays unsaid from where.
    cell: ({ by, user_agent: userAgent }) =>
      by !== 'other' && <span className="wrap-anywhere">{deviceWords(userAgent)}</span>,
  },
  { key: 'ip', label: 'IP address', cell: ({ ip }) => <span className="break-all tabular-nums">{ip}</span> },
  { key: 'created_at', label: 'When', cell: ({ created_at: at }) => <Moment at={at} /> },
];

function What({ entry }: { entry: Activity }) {
  const { what, more } = toldActivity(entry);
  return (
    <span className="grid justify-items-start gap-1 sm:min-w-60">
      <span className="flex items-start gap-2">
        {entry.outcome === 'refused' && (
          <ShieldAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-warning" />
        )}
        {what}
      </span>
      {more && (
        <span dir="auto" className="text-sm font-normal wrap-anywhere text-soft">
          {more}
        </span>
      )}
    </span>
  );
}
