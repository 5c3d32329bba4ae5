'use client';
import { CircleCheck, ShieldAlert } from 'lucide-react';
import type { Answer } from '../../../../lambdas/kernel/http/client.ts';
import { auditReason, auditWords } from '../../../lib/audit-words.ts';
import { deviceWords } from '../../../lib/device-words.ts';
import { authorized } from '../../../lib/session/browser.ts';
import { usePages } from '../../../lib/use-pages.ts';
import { ListRefused } from '../../../ui/list-refused.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { ShowMore } from '../../../ui/show-more.tsx';
import { Loading } from '../../../ui/skeleton.tsx';
import { TextLink } from '../../../ui/text-link.tsx';
import { client, type routes } from '../client.ts';
import { entryAddress } from './entry-address.ts';

type Entry = Extract<Answer<typeof routes.getTimeline>, { ok: true }>['data'][number];

/** What happened to an account, the newest first: why somebody was signed out, why somebody was refused. */
export function Timeline({ userId }: { userId: string }) {
  const { rows, trouble, hasMore, isLoadingMore, more, readAgain } = usePages(['timeline', userId], (cursor) =>
    authorized((bearer) => client.getTimeline({ bearer, params: { id: userId }, query: cursor ? { cursor } : {} })),
  );
  if (!rows) return trouble ? <ListRefused trouble={trouble} onTryAgain={readAgain} /> : <Loading what="timeline" />;
  if (rows.length === 0 && !hasMore) return <p className="text-soft">Nothing has happened to this account yet.</p>;
  return (
    <>
      <ol className="grid grid-cols-1 divide-y divide-line">
        {rows.map((entry) => (
          <Happened key={`${entry.kind} ${entry.id}`} entry={entry} userId={userId} />
        ))}
      </ol>
      <ShowMore
        shown={rows.length}
        what="entries"
        hasMore={hasMore}
        pending={isLoadingMore}
        trouble={trouble}
        onMore={more}
      />
    </>
  );
}

function Happened({ entry, userId }: { entry: Entry; userId: string }) {
  const isRefused = entry.outcome === 'refused';
  const Icon = isRefused ? ShieldAlert : CircleCheck;
  return (
    <li className="flex gap-3 py-3">
      <Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${isRefused ? 'text-warning' : 'text-soft'}`} />
      <div className="grid min-w-0 grow gap-0.5">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="font-medium">{auditWords(entry.action, entry.outcome)}</span>
          <span className="text-sm text-soft">
            <Moment at={entry.created_at} />
          </span>
        </div>
        {entry.reason && <p>{auditReason(entry.reason)}.</p>}
        {entry.action === 'act_as.requested' && <Request details={entry.details} />}
        <p className="text-sm wrap-anywhere text-soft">
          {circumstances(entry, userId).join(' · ')}
          {entry.kind === 'event' && (
            <>
              {' · '}
              <TextLink href={entryAddress(userId, entry)}>Details</TextLink>
            </>
          )}
        </p>
      </div>
    </li>
  );
}

/** What an administrator asked for as the user. */
function Request({ details: { method, path } }: Pick<Entry, 'details'>) {
  if (typeof method !== 'string' || typeof path !== 'string') return null;
  return <code className="font-mono text-sm wrap-anywhere">{`${method} ${path}`}</code>;
}

/** By whom, with what and from where, as far as it is known. */
function circumstances({ kind, actor_id: actorId, actor_email: email, user_agent: agent, ip }: Entry, userId: string) {
  // Whose session it was that is over is no question, unless somebody acted as the user.
  const doer = kind !== 'session_end' ? [byWhom(actorId, email, userId)] : actorId ? [actedBy(email)] : [];
  return [...doer, ...(agent === '' ? [] : [deviceWords(agent)]), ...(ip === '' ? [] : [ip])];
}

function actedBy(email: string | null): string {
  return `in which ${email ?? 'somebody else'} acted as them`;
}

function byWhom(actorId: string | null, email: string | null, userId: string): string {
  if (actorId === null) return 'by somebody who was not signed in';
  return actorId === userId ? 'by themselves' : `by ${email ?? 'somebody else'}`;
}
