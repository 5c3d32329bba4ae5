const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const times = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const dayMs = 86_400_000;

/** A moment as people say it: 'today, 14:05', 'yesterday, 14:05', '26 Nov 2026, 14:05'. In the browser's time zone. */
export function momentWords(at: string, now: number): string {
  const moment = new Date(at);
  const day = days.format(moment);
  const isToday = day === days.format(now);
  const isYesterday = day === days.format(now - dayMs);
  return `${isToday ? 'today' : isYesterday ? 'yesterday' : day}, ${times.format(moment)}`;
}
