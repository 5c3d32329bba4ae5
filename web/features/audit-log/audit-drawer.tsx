'use client';
import { auditReason, auditWords } from '../../lib/audit-words.ts';
import { deviceWords } from '../../lib/device-words.ts';
import { holds } from '../../lib/permissions.ts';
import { useMe } from '../../lib/session/me.ts';
import type { FilterChange } from '../../lib/use-url-filters.ts';
import { Button } from '../../ui/button.tsx';
import { Changes } from '../../ui/changes.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Drawer } from '../../ui/drawer.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import type { AuditEntry } from './audit-list.ts';
import type { AuditFilters } from './audit-query.ts';
import { changesOf, otherDetails } from './entry-details.ts';

export interface AuditDrawerProps {
  /** The entry that the address names; empty where it names none. */
  id: string;
  rows: readonly AuditEntry[] | null;
  onClose(): void;
  onFilter(change: FilterChange<keyof AuditFilters | 'id'>): void;
}

/** One entry with all that is known of it. */
export function AuditDrawer({ id, rows, onClose, onFilter }: AuditDrawerProps) {
  const entry = rows?.find((row) => row.id === id) ?? null;
  return (
    <Drawer
      open={id !== '' && rows !== null}
      onClose={onClose}
      title={entry ? auditWords(entry.action, entry.outcome) : 'This entry is not shown'}
      description={entry && <code className="font-mono text-sm">{entry.action}</code>}
    >
      {entry ? (
        <Entry entry={entry} onFilter={onFilter} />
      ) : (
        <Notice title="It is not among the entries that are shown">
          Close this, take filters away or show more entries, and open it from the list.
        </Notice>
      )}
    </Drawer>
  );
}

const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });

function Entry({ entry, onFilter }: { entry: AuditEntry; onFilter: AuditDrawerProps['onFilter'] }) {
  const changes = changesOf(entry.details);
  const others = otherDetails(entry.details);
  const only = (change: FilterChange<keyof AuditFilters>, label: string) => (
    <span className="-mx-3 inline-block">
      <Button kind="quiet" size="small" onClick={() => onFilter({ ...change, id: null })}>
        {label}
      </Button>
    </span>
  );
  return (
    <div className="grid grid-cols-1 gap-6">
      {entry.erased && (
        <Notice title="What was personal is erased">
          The account was purged. Address, device and details went with it; that it happened stays, and can be proven.
        </Notice>
      )}
      <DescriptionList
        dense
        items={[
          { term: 'Outcome', value: entry.outcome === 'refused' ? 'Refused' : 'Done' },
          ...(entry.reason ? [{ term: 'Why', value: auditReason(entry.reason) }] : []),
          { term: 'When', value: <time dateTime={entry.created_at}>{exact.format(new Date(entry.created_at))}</time> },
          {
            term: 'Concerns',
            value: <Person id={entry.user_id} email={entry.user_email} nobody="No account" />,
            action: entry.user_id && only({ user: entry.user_id }, 'Only this user'),
          },
          {
            term: 'Done by',
            value: <Person id={entry.actor_id} email={entry.actor_email} nobody="Nobody who is known" />,
          },
          {
            term: 'Resource',
            value: <code className="font-mono text-sm wrap-anywhere">{entry.resource}</code>,
            action: only({ resource: entry.resource }, 'Only this resource'),
          },
          {
            term: 'IP address',
            value: <span className="wrap-anywhere tabular-nums">{entry.ip}</span>,
            action: entry.ip !== '' && only({ ip: entry.ip }, 'Only this address'),
          },
          {
            term: 'Device',
            value: (
              <span className="grid gap-0.5">
                {deviceWords(entry.user_agent)}
                <span className="text-sm wrap-anywhere text-soft">{entry.user_agent}</span>
              </span>
            ),
          },
          { term: 'Request', value: <Id>{entry.request_id}</Id> },
          ...(entry.session_id ? [{ term: 'Session', value: <Id>{entry.session_id}</Id> }] : []),
          { term: 'Entry', value: <Id>{entry.id}</Id> },
        ]}
      />
      {changes.length > 0 && <Changes changes={changes} />}
      {others.length > 0 && (
        <section className="grid gap-3">
          <h3 className="font-semibold">Details</h3>
          <DescriptionList
            dense
            items={others.map(([name, value]) => ({
              term: name.replaceAll('_', ' '),
              value: <code className="font-mono text-sm wrap-anywhere">{value}</code>,
            }))}
          />
        </section>
      )}
    </div>
  );
}

function Person({ id, email, nobody }: { id: string | null; email: string | null; nobody: string }) {
  const { user } = useMe();
  if (id === null) return nobody;
  const shown = email ?? id;
  return holds(user, 'users:read') ? <TextLink href={`/admin/users?id=${id}`}>{shown}</TextLink> : <Id>{shown}</Id>;
}

function Id({ children }: { children: string }) {
  return <code className="font-mono text-sm break-all">{children}</code>;
}
