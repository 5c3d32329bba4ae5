'use client';
import { ChartColumn } from 'lucide-react';
import { useRead } from '../../../lib/use-read.ts';
import { useUrlFilters } from '../../../lib/use-url-filters.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { SelectFilter } from '../../../ui/filter-bar.tsx';
import { ListRefused } from '../../../ui/list-refused.tsx';
import { momentWords } from '../../../ui/moment-words.ts';
import { Section } from '../../../ui/section.tsx';
import { Loading } from '../../../ui/skeleton.tsx';
import { client } from '../client.ts';
import { Figures } from './figures.tsx';
import { Mails } from './mails.tsx';
import { SignIns } from './sign-ins.tsx';

const spans = [
  { value: '7', label: 'The last 7 days' },
  { value: '', label: 'The last 30 days' },
  { value: '90', label: 'The last 90 days' },
];

/** The numbers of the site, as a worker keeps them. */
export function Statistics() {
  const [{ days }, setFilters] = useUrlFilters(['days']);
  const { data, trouble, readAgain } = useRead(['statistics', days], (bearer) =>
    client.getStatistics({ bearer, query: days === '' ? {} : { days } }),
  );
  if (!data && trouble) return <ListRefused trouble={trouble} onTryAgain={readAgain} />;
  return (
    <>
      <Section title="Users" description={data && <Counted at={data.counted_at} />}>
        {data ? <Figures of={data} /> : <Loading what="numbers" lines={4} />}
      </Section>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <h2 className="text-lg font-semibold">Day by day</h2>
        <SelectFilter label="Shown" value={days} options={spans} onChange={(value) => setFilters({ days: value })} />
      </div>
      {data && data.days.length === 0 && (
        <EmptyState icon={<ChartColumn aria-hidden="true" />} title="Nothing was counted yet">
          The numbers of a day stand here soon after something happens.
        </EmptyState>
      )}
      {data && data.days.length > 0 && (
        <>
          <SignIns days={data.days} />
          <Mails days={data.days} />
        </>
      )}
      {!data && <Loading what="days" lines={6} />}
    </>
  );
}

function Counted({ at }: { at: string | null }) {
  if (at === null) return 'Nothing was counted yet. The first numbers come within minutes.';
  return (
    <>
      Counted <time dateTime={at}>{momentWords(at, Date.now())}</time>. Shares are of all users that are not deleted.
    </>
  );
}
