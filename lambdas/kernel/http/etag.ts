/** Entity tags are versions of rows: strong ones (RFC 9110 8.8.3). No server code may be imported here. */

export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * The versions that an `If-Match` names, or null where it names none: `*` holds for whatever is there, so whoever sends
 * it has read nothing. What is no tag of ours, and a weak one, fits no row (RFC 9110 13.1.1).
 */
export function versionsIn(header: string | undefined): number[] | null {
  const tags = (header ?? '').split(',').flatMap((tag) => tag.trim() || []);
  if (tags.length === 0 || tags.includes('*')) return null;
  return tags.flatMap((tag) => (/^"[1-9]\d{0,8}"$/.test(tag) ? Number(tag.slice(1, -1)) : []));
}
