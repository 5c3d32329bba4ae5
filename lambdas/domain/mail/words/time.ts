/**
 * `2030-01-31T09:05:07.000Z` as people of a region write it, with the month in words, and in UTC, which is read alike
 * everywhere: `31 January 2030 at 09:05 UTC`. What is no time is answered as it is.
 */
export function readableTime(region: string, when: string): string {
  const time = Date.parse(when);
  if (Number.isNaN(time)) return when;
  const format = new Intl.DateTimeFormat(region, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(time)} UTC`;
}
