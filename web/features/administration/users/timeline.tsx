'use client';
import { CircleCheck, ShieldAlert } from 'lucide-react';
import { auditLog } from '../../../../lambdas/flows/audit-log/contract.ts';
import { type Answer, createClient } from '../../../../lambdas/kernel/http/client.ts';
import { auditReason, auditWords } from '../../../lib/audit-words.ts';
import { deviceWords } from '../../../lib/device-words.ts';
import { authorized } from '../../../lib/session/browser.ts';
import { usePages } from '../../../lib/use-pages.ts';
import { ListRefused } from '../../../ui/list-refused.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { ShowMore } from '../../../ui/show-more.tsx';
import { Loading } from '../../../ui/skeleton.tsx';
import { TextLink } from '../../../ui/text-link.tsx';

const { listAuditLogs } = createClient({ auditLog }).auditLog;

type Entry = Extract<Answer<typeof auditLog.routes.listAuditLogs>, { ok: true }>['data'][number];

/** What happened to an account, the newest first: why somebody was signed out, why somebody was refused. */
export function Timeline({ userId }: { userId: string }) {
  const { rows, trouble, hasMore, isLoadingMore, more, readAgain } = usePages(['timeline', userId], (cursor) =>
    authorized((bearer) => listAuditLogs({ bearer, query: { 'filter[user_id]': userId, cursor } })),
  );
  if (!rows) return trouble ? <ListRefused trouble={trouble} onTryAgain={readAgain} /> : <Loading what="timeline" />;
  if (rows.length === 0 && !hasMore) return <p className="text-soft">Nothing has happened to this account yet.</p>;
  return (
    <>
      <ol className="grid grid-cols-1 divide-y divide-line">
        {rows.map((entry) => (
          <Happened key={entry.id} entry={entry} />
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

function Happened({ entry }: { entry: Entry }) {
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
        <p className="text-sm wrap-anywhere text-soft">
          {[byWhom(entry), entry.user_agent !== '' && deviceWords(entry.user_agent), entry.ip]
            .filter(Boolean)
            .join(' · ')}
          {' · '}
          <TextLink href={`/admin/audit?user=${entry.user_id}&id=${entry.id}`}>Details</TextLink>
        </p>
      </div>
    </li>
  );
}

function byWhom({ actor_id: actorId, actor_email: email, user_id: userId }: Entry): string {
  if (actorId === null) return 'by somebody who was not signed in';
  return actorId === userId ? 'by themselves' : `by ${email ?? 'somebody else'}`;
}
