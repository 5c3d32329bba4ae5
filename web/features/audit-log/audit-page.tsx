'use client';
import { ScrollText } from 'lucide-react';
import { Permitted } from '../../lib/administration/permitted.tsx';
import { auditReason, auditWords } from '../../lib/audit-words.ts';
import { PagedTable } from '../../lib/paged-table.tsx';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MailAddress } from '../../ui/mail-address.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import type { Column } from '../../ui/table.tsx';
import { AuditDrawer } from './audit-drawer.tsx';
import { AuditExport } from './audit-export.tsx';
import { AuditFilterBar } from './audit-filter-bar.tsx';
import { type AuditEntry, useAuditFilters, useAuditLog } from './audit-list.ts';
import { isFiltered } from './audit-query.ts';

/** What happened on the platform, and who did it. */
export function AuditPage() {
  return (
    <Permitted permission="audit:read">
      <AuditLog />
    </Permitted>
  );
}

function AuditLog() {
  const [filters, setFilters] = useAuditFilters();
  const pages = useAuditLog(filters);
  const isOldestFirst = filters.sort === 'created_at';
  return (
    <>
      <PageHeader
        title="Audit log"
        lead="Every change and every refusal that concerns an account. Nobody can alter what stands here."
        actions={<AuditExport filters={filters} jobId={filters.export} onJob={(id) => setFilters({ export: id })} />}
      />
      <div className="grid grid-cols-1 gap-5">
        <AuditFilterBar filters={filters} onChange={setFilters} />
        <Panel>
          <PagedTable
            pages={pages}
            caption="Audit log"
            what="entries"
            which={isOldestFirst ? 'oldest' : 'newest'}
            columns={columnsFor((id) => setFilters({ id }, 'push'))}
            sort={{ key: 'created_at', direction: isOldestFirst ? 'ascending' : 'descending' }}
            onSort={({ direction }) => setFilters({ sort: direction === 'ascending' ? 'created_at' : null })}
            empty={<Nothing filtered={isFiltered(filters)} more={pages.hasMore} />}
          />
        </Panel>
      </div>
      <AuditDrawer id={filters.id} rows={pages.rows} onClose={() => setFilters({ id: null })} onFilter={setFilters} />
    </>
  );
}

function Nothing({ filtered, more }: { filtered: boolean; more: boolean }) {
  if (more)
    return (
      <EmptyState icon={<ScrollText aria-hidden="true" />} title="Nothing so far">
        Nothing fits among the entries that were looked at. Look further below.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<ScrollText aria-hidden="true" />}
      title={filtered ? 'Nothing fits these filters' : 'Nothing yet'}
    >
      {filtered ? 'Take one of them away, or look at other days.' : 'What happens from now on will stand here.'}
    </EmptyState>
  );
}

function columnsFor(open: (id: string) => void): readonly [Column<AuditEntry>, ...Column<AuditEntry>[]] {
  return [
    {
      key: 'what',
      label: 'What',
      cell: (entry) => (
        <span className="grid justify-items-start gap-0.5">
          <RowLink query={{ id: entry.id }} onOpen={() => open(entry.id)}>
            {auditWords(entry.action, entry.outcome)}
          </RowLink>
          <span className="text-sm font-normal text-soft">
            {entry.reason ? auditReason(entry.reason) : <code className="font-mono">{entry.action}</code>}
          </span>
        </span>
      ),
    },
    {
      key: 'outcome',
      label: 'Outcome',
      cell: ({ outcome }) => (outcome === 'refused' ? <Badge kind="warning">Refused</Badge> : <Badge>Done</Badge>),
    },
    {
      key: 'user',
      label: 'Concerns',
      cell: (entry) => <Who email={entry.user_email} id={entry.user_id} nobody="no account" />,
    },
    {
      key: 'actor',
      label: 'Done by',
      cell: (entry) =>
        entry.actor_id !== null && entry.actor_id === entry.user_id ? (
          <span className="text-soft">themselves</span>
        ) : (
          <Who email={entry.actor_email} id={entry.actor_id} nobody="nobody known" />
        ),
    },
    { key: 'created_at', label: 'When', sortable: true, cell: ({ created_at: at }) => <Moment at={at} /> },
  ];
}

function Who({ email, id, nobody }: { email: string | null; id: string | null; nobody: string }) {
  if (email !== null)
    return (
      <span className="block wrap-anywhere sm:min-w-40">
        <MailAddress of={email} />
      </span>
    );
  if (id === null) return <span className="text-soft">{nobody}</span>;
  return <code className="font-mono text-sm wrap-anywhere text-soft">{id}</code>;
}
