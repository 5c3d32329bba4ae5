'use client';
import { Monitor, Smartphone } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { deviceWords, isHandheld } from '../../lib/device-words.ts';
import { PagedTable } from '../../lib/paged-table.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table.tsx';
import { EndOtherSessions } from './end-other-sessions.tsx';
import { EndSession } from './end-session.tsx';
import { type OwnSession, useOwnSessions } from './own-sessions.ts';

/** Where a person is signed in, and the way to end that. */
export function Sessions() {
  const pages = useOwnSessions();
  const { rows, hasMore } = pages;
  const [said, setSaid] = useState('');
  const status = useRef<HTMLDivElement>(null);
  const others = rows?.filter(({ current }) => !current) ?? [];
  const count = rows?.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row whose button had the focus goes with the next read
  useEffect(() => {
    if (said && document.activeElement === document.body) status.current?.focus();
  }, [said, count]);
  return (
    <>
      <PageHeader
        title="Sessions"
        lead="Every browser and app that is signed in to your account. Sign out what you do not know or no longer use."
      />
      <div className="grid max-w-4xl grid-cols-1 gap-6">
        <Section
          title="Where you are signed in"
          action={(others.length > 0 || hasMore) && <EndOtherSessions onEnded={() => setSaid(saidOfOthers)} />}
        >
          <div ref={status} tabIndex={-1} role="status" className={said ? 'mb-5 rounded-control' : undefined}>
            {said && <Notice kind="success" title={said} />}
          </div>
          <PagedTable
            pages={pages}
            caption="Your sessions"
            columns={columnsFor((device) => setSaid(`${device} is signed out.`))}
            what="sessions"
            empty="There is no session to be shown."
            foot={
              rows &&
              others.length === 0 &&
              !hasMore && <p className="pt-4 text-soft">You are signed in nowhere else.</p>
            }
          />
        </Section>
      </div>
    </>
  );
}

const saidOfOthers = 'All other sessions are signed out.';

function columnsFor(onEnded: (device: string) => void): readonly [Column<OwnSession>, ...Column<OwnSession>[]] {
  return [
    { key: 'device', label: 'Device', cell: (session) => <Device session={session} /> },
    { key: 'ip', label: 'IP address', cell: ({ ip }) => <span className="break-all tabular-nums">{ip}</span> },
    {
      key: 'last_used_at',
      label: 'Last used',
      cell: ({ last_used_at: at, current }) => (current ? 'Now' : <Moment at={at} />),
    },
    { key: 'created_at', label: 'Signed in', cell: ({ created_at: at }) => <Moment at={at} /> },
    {
      key: 'actions',
      label: 'Actions',
      bare: true,
      align: 'end',
      cell: (session) =>
        !session.current && (
          <div className="whitespace-nowrap">
            <EndSession session={session} onEnded={onEnded} />
          </div>
        ),
    },
  ];
}

function Device({ session }: { session: OwnSession }) {
  const { user_agent: userAgent, device_name: name, current, by_administrator: byAdministrator } = session;
  const Icon = isHandheld(userAgent) ? Smartphone : Monitor;
  const device = byAdministrator ? 'Administration' : deviceWords(userAgent);
  return (
    <span className="flex items-start gap-3">
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-soft" />
      <span className="grid min-w-0 justify-items-start gap-1">
        <span dir="auto" className="wrap-anywhere">
          {name ?? device}
        </span>
        {name !== null && <span className="text-sm font-normal wrap-anywhere text-soft">{device}</span>}
        {current && <Badge kind="success">This device</Badge>}
        {byAdministrator && <Badge kind="warning">An administrator acts as you</Badge>}
      </span>
    </span>
  );
}
