'use client';
import { useId } from 'react';

export interface DayCount {
  /** `2026-01-31`. */
  day: string;
  count: number;
}

export interface DayBarsProps {
  /** What is counted: 'Sign-ins'. */
  label: string;
  /** The days add up to something: not so of who was there on each of them. */
  summed?: boolean;
  days: readonly DayCount[];
  /** What is counted is not good news. */
  danger?: boolean;
}

const number = new Intl.NumberFormat('en-GB');
const short = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const long = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const words = (day: string, format: Intl.DateTimeFormat) => format.format(new Date(`${day}T00:00:00Z`));

/** Of one bar and its gap, in the units of the picture; its height is 100. */
const [barWidth, step] = [8, 10];

/** What was counted day by day: bars for the eye, and the same numbers as a table that opens below them. */
export function DayBars({ label, summed = true, days, danger = false }: DayBarsProps) {
  const caption = useId();
  const most = Math.max(1, ...days.map(({ count }) => count));
  const total = days.reduce((sum, { count }) => sum + count, 0);
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure aria-labelledby={caption} className="grid grid-cols-1 content-start gap-3">
      <figcaption id={caption} className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{label}</span>
        {summed && <span className="font-semibold tabular-nums">{number.format(total)}</span>}
      </figcaption>
      <div aria-hidden="true" className="grid gap-1">
        <svg
          role="presentation"
          viewBox={`0 0 ${Math.max(days.length, 1) * step - (step - barWidth)} 100`}
          preserveAspectRatio="none"
          className={`h-28 w-full border-b border-edge ${danger ? 'text-danger' : 'text-accent'}`}
        >
          {days.map(({ day, count }, index) => {
            // What happened at all is seen, however little it is beside the rest.
            const height = count === 0 ? 0 : Math.max((count / most) * 100, 1.5);
            return (
              <g key={day}>
                <title>{`${words(day, long)}: ${number.format(count)}`}</title>
                <rect x={index * step} y={0} width={barWidth} height={100} fill="transparent" />
                <rect x={index * step} y={100 - height} width={barWidth} height={height} fill="currentColor" />
              </g>
            );
          })}
        </svg>
        <div className="flex justify-between text-sm text-soft tabular-nums">
          <span>{first && words(first.day, short)}</span>
          <span>{`most on a day: ${number.format(total === 0 ? 0 : most)}`}</span>
          <span>{last && words(last.day, short)}</span>
        </div>
      </div>
      <details className="text-sm">
        <summary className="min-h-6 w-fit cursor-pointer rounded-control text-soft hover:text-ink">
          {label}: the numbers
        </summary>
        <table className="mt-2 w-full text-left">
          <thead>
            <tr className="border-b border-line text-soft">
              <th scope="col" className="py-1 font-medium">
                Day (UTC)
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                {label}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {days.toReversed().map(({ day, count }) => (
              <tr key={day}>
                <th scope="row" className="py-1 font-normal">
                  {words(day, long)}
                </th>
                <td className="py-1 text-right tabular-nums">{number.format(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
