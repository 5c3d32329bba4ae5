export interface Share {
  label: string;
  count: number;
  /** Beside the number: what it is of. */
  note?: string;
}

const number = new Intl.NumberFormat('en-GB');

/** Parts beside each other, the number in words and the bar as its picture. `of` is what a full bar stands for. */
export function ShareBars({ shares, of, danger = false }: { shares: readonly Share[]; of: number; danger?: boolean }) {
  return (
    <ul className="grid grid-cols-1 gap-3">
      {shares.map(({ label, count, note }) => (
        <li key={label} className="grid grid-cols-1 gap-1">
          <div className="flex items-baseline justify-between gap-4">
            <span>{label}</span>
            <span className="text-right text-soft">
              <span className="font-medium text-ink tabular-nums">{number.format(count)}</span>
              {note && <span className="ml-3 inline-block min-w-10 tabular-nums">{note}</span>}
            </span>
          </div>
          <svg
            aria-hidden="true"
            viewBox="0 0 100 1"
            preserveAspectRatio="none"
            className={`h-1.5 w-full rounded-full bg-sunken ${danger ? 'text-danger' : 'text-accent'}`}
          >
            <rect width={of === 0 ? 0 : (Math.min(count, of) / of) * 100} height="1" fill="currentColor" />
          </svg>
        </li>
      ))}
    </ul>
  );
}
