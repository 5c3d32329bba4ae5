import { DayBars, type DayCount } from '../day-bars.tsx';
import { percent } from '../share.ts';
import { ShareBars } from '../share-bars.tsx';
import { Part, Specimen } from './specimen.tsx';

const counts = [31, 28, 44, 52, 12, 0, 3, 61, 58, 40, 77, 1204, 90, 18];
const days: DayCount[] = counts.map((count, index) => ({ day: `2026-01-${String(index + 10)}`, count }));
const ways = [
  { label: 'By password', count: 1480 },
  { label: 'By passkey', count: 231 },
  { label: 'By a provider whose name is longer than its place', count: 7 },
];
const all = ways.reduce((sum, { count }) => sum + count, 0);

export function Numbers() {
  return (
    <Part id="numbers" title="Numbers">
      <div className="grid grid-cols-1 gap-8 md:grid-cols-2">
        <Specimen of="Day by day" wide>
          <DayBars label="Sign-ins" days={days} />
        </Specimen>
        <Specimen of="Nothing happened" wide>
          <DayBars danger label="Refused sign-ins" days={days.map(({ day }) => ({ day, count: 0 }))} />
        </Specimen>
        <Specimen of="Parts" wide>
          <ShareBars of={all} shares={ways.map((way) => ({ ...way, note: percent(way.count, all) }))} />
        </Specimen>
      </div>
    </Part>
  );
}
