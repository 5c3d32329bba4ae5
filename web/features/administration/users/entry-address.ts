/**
 * Where the audit log shows one entry of a user: on the page of its day (of the browser's time zone, as the filters have
 * it), so that it is among the first that are read, however long ago it was.
 */
export function entryAddress(userId: string, { id, created_at: at }: { id: string; created_at: string }): string {
  const moment = new Date(at);
  const pad = (value: number) => String(value).padStart(2, '0');
  const day = `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
  return `/admin/audit?${new URLSearchParams({ user: userId, from: day, to: day, id })}`;
}
