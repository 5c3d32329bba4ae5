import { methodWords } from '../../../lib/activity-words.ts';
import { capitalised } from '../../../ui/capitalised.ts';
import { DayBars } from '../../../ui/day-bars.tsx';
import { Section } from '../../../ui/section.tsx';
import { percent } from '../../../ui/share.ts';
import { ShareBars } from '../../../ui/share-bars.tsx';
import { type StatisticsDay, sumOf, totalsBy } from './statistics-data.ts';

/** Who came in, by which way, and who was refused. */
export function SignIns({ days }: { days: readonly StatisticsDay[] }) {
  return (
    <>
      <Section title="Sign-ins">
        <div className="grid grid-cols-1 gap-x-10 gap-y-8 sm:grid-cols-2">
          <DayBars label="Sign-ins" days={days.map(({ day, sign_ins }) => ({ day, count: sumOf(sign_ins) }))} />
          <DayBars
            danger
            label="Refused sign-ins"
            days={days.map(({ day, failures }) => ({ day, count: sumOf(failures) }))}
          />
          <ByMethod title="Sign-ins by method" totals={totalsBy(days, (day) => day.sign_ins)} />
          <ByMethod danger title="Refused by method" totals={totalsBy(days, (day) => day.failures)} />
        </div>
      </Section>
      <Section title="People">
        <div className="grid grid-cols-1 gap-x-10 gap-y-8 sm:grid-cols-2">
          <DayBars
            label="Active users"
            summed={false}
            days={days.map(({ day, active_users }) => ({ day, count: active_users ?? 0 }))}
          />
          <DayBars label="Sign-ups" days={days.map(({ day, registrations }) => ({ day, count: registrations }))} />
        </div>
      </Section>
    </>
  );
}

interface ByMethodProps {
  title: string;
  totals: readonly [string, number][];
  danger?: boolean;
}

function ByMethod({ title, totals, danger }: ByMethodProps) {
  const all = totals.reduce((sum, [, count]) => sum + count, 0);
  return (
    <div className="grid grid-cols-1 content-start gap-3">
      <h3 className="font-medium">{title}</h3>
      {all === 0 ? (
        <p className="text-soft">None in these days.</p>
      ) : (
        <ShareBars
          danger={danger}
          of={all}
          shares={totals.map(([method, count]) => ({ label: methodName(method), count, note: percent(count, all) }))}
        />
      )}
    </div>
  );
}

/** A provider is called by its own name. */
function methodName(method: string): string {
  const words = Object.hasOwn(methodWords, method) ? methodWords[method] : undefined;
  return words ?? `By ${capitalised(method)}`;
}
