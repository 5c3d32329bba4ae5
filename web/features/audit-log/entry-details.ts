/** What stands in the details of an entry. */

export interface Change {
  field: string;
  before: string;
  after: string;
}

/** The fields that were changed, with their values before and after. */
export function changesOf({ changes }: Readonly<Record<string, unknown>>): Change[] {
  if (typeof changes !== 'object' || changes === null) return [];
  return Object.entries(changes).flatMap(([field, pair]) =>
    Array.isArray(pair) && pair.length === 2 ? [{ field, before: shown(pair[0]), after: shown(pair[1]) }] : [],
  );
}

/** Everything else, as text. */
export function otherDetails(details: Readonly<Record<string, unknown>>): [name: string, value: string][] {
  return Object.entries(details)
    .filter(([name]) => name !== 'changes' || changesOf(details).length === 0)
    .map(([name, value]) => [name, shown(value)]);
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.length === 0 ? 'nothing' : value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
