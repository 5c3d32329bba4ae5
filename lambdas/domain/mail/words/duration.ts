const units = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const;

/** Seconds in a language's own words, rounded down so that nothing is promised too long: `24 hours`, `7 days`. */
export function duration(language: string, seconds: number): string {
  // The largest unit of which there are two: a day is better said in hours.
  const { unit, seconds: size } = units.find((candidate) => seconds >= 2 * candidate.seconds) ?? {
    unit: 'second',
    seconds: 1,
  };
  const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
  return format.format(Math.floor(seconds / size));
}
