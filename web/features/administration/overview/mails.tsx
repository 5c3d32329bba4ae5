import { DayBars } from '../../../ui/day-bars.tsx';
import { Section } from '../../../ui/section.tsx';
import { percent } from '../../../ui/share.ts';
import { ShareBars } from '../../../ui/share-bars.tsx';
import { outcomeOf } from '../mail/outcome-words.ts';
import { type StatisticsDay, sumOf, totalsBy } from './statistics-data.ts';

/** How mails fared. */
export function Mails({ days }: { days: readonly StatisticsDay[] }) {
  const totals = totalsBy(days, (day) => day.mails);
  const all = totals.reduce((sum, [, count]) => sum + count, 0);
  return (
    <Section title="Mails">
      <div className="grid grid-cols-1 gap-x-10 gap-y-8 sm:grid-cols-2">
        <DayBars label="Mails" days={days.map(({ day, mails }) => ({ day, count: sumOf(mails) }))} />
        <div className="grid grid-cols-1 content-start gap-3">
          <h3 className="font-medium">What became of them</h3>
          {all === 0 ? (
            <p className="text-soft">No mails in these days.</p>
          ) : (
            <ShareBars
              of={all}
              shares={totals.map(([outcome, count]) => ({
                label: outcomeOf(outcome).label,
                count,
                note: percent(count, all),
              }))}
            />
          )}
        </div>
      </div>
    </Section>
  );
}
