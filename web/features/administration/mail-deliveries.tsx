'use client';
import { Mail } from 'lucide-react';
import { Permitted } from '../../lib/administration/permitted.tsx';
import { PagedTable } from '../../lib/paged-table.tsx';
import { holds } from '../../lib/permissions.ts';
import { authorized } from '../../lib/session/browser.ts';
import { useMe } from '../../lib/session/me.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useUrlFilters } from '../../lib/use-url-filters.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBar, SelectFilter, TextFilter } from '../../ui/filter-bar.tsx';
import { MailAddress } from '../../ui/mail-address.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Column } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { client } from './client.ts';
import { type Delivery, deliveryQuery } from './mail/delivery-query.ts';
import { outcomeOf, outcomeWords } from './mail/outcome-words.ts';
import { templateWords } from './mail/template-words.ts';

/** What was mailed to whom, and what became of it. */
export function MailDeliveries() {
  return (
    <Permitted permission="mail:read">
      <Deliveries />
    </Permitted>
  );
}

const outcomes = [
  { value: '', label: 'All' },
  ...Object.entries(outcomeWords).map(([value, { label }]) => ({ value, label })),
];

function Deliveries() {
  const { user: me } = useMe();
  const [filters, setFilters] = useUrlFilters(['user', 'outcome']);
  const query = deliveryQuery(filters);
  const pages = usePages(['mail-deliveries', query], (cursor) =>
    authorized((bearer) => client.listMailDeliveries({ bearer, query: { ...query, cursor } })),
  );
  const isFiltered = filters.user !== '' || filters.outcome !== '';
  return (
    <>
      <PageHeader
        title="Mail"
        lead="Mails of the last 30 days, the newest first. What stood in them is not kept where it could be read."
      />
      <div className="grid grid-cols-1 gap-5">
        <FilterBar
          label="Filter the mails"
          isFiltered={isFiltered}
          onClear={() => setFilters({ user: null, outcome: null })}
        >
          <SelectFilter
            label="What became of it"
            value={filters.outcome}
            options={outcomes}
            onChange={(outcome) => setFilters({ outcome })}
          />
          <TextFilter label="Id of the user" value={filters.user} onChange={(user) => setFilters({ user })} />
        </FilterBar>
        <Panel>
          <PagedTable
            pages={pages}
            caption="Mails"
            what="mails"
            columns={columnsFor(holds(me, 'users:read'))}
            empty={
              <EmptyState
                icon={<Mail aria-hidden="true" />}
                title={isFiltered ? 'No mail fits these filters' : 'No mails yet'}
              >
                {isFiltered ? 'Take one of them away.' : 'Each mail to a user stands here, and what became of it.'}
              </EmptyState>
            }
          />
        </Panel>
      </div>
    </>
  );
}

function columnsFor(seesUsers: boolean): readonly [Column<Delivery>, ...Column<Delivery>[]] {
  return [
    {
      key: 'mail',
      label: 'Mail',
      cell: (delivery) => (
        <span className="grid justify-items-start gap-0.5">
          {templateWords(delivery.template)}
          <span className="text-sm font-normal wrap-anywhere text-soft">
            <To delivery={delivery} linked={seesUsers} />
          </span>
        </span>
      ),
    },
    { key: 'outcome', label: 'What became of it', cell: (delivery) => <Outcome delivery={delivery} /> },
    { key: 'attempts', label: 'Tries', align: 'end', cell: ({ attempts }) => attempts },
    { key: 'created_at', label: 'Asked for', cell: ({ created_at: at }) => <Moment at={at} /> },
    { key: 'done_at', label: 'Done', cell: ({ done_at: at }) => (at ? <Moment at={at} /> : 'not yet') },
  ];
}

function To({ delivery: { user }, linked }: { delivery: Delivery; linked: boolean }) {
  if (!user) return 'to no account of today';
  const address = user.email === null ? user.id : <MailAddress of={user.email} />;
  return linked ? <TextLink href={`/admin/users?id=${user.id}`}>{address}</TextLink> : address;
}

function Outcome({ delivery: { outcome, last_error: fault } }: { delivery: Delivery }) {
  const { label, kind } = outcomeOf(outcome);
  return (
    <span className="grid justify-items-start gap-1 max-sm:justify-items-end">
      <Badge kind={kind}>{label}</Badge>
      {fault && <span className="text-sm wrap-anywhere text-soft">{fault}</span>}
    </span>
  );
}
