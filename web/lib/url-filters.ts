/** The query of the API: what is empty filters nothing. */
export function queryOf<Query>(said: { [Name in keyof Query]?: string }): Query {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '')) as Query;
}

/** The query of an address after a change; `''` where nothing is left of it. Null, or an empty text, takes a value out. */
export function queryWith(search: string, changes: Readonly<Record<string, string | null | undefined>>): string {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    if (value) query.set(name, value);
    else query.delete(name);
  }
  return query.size > 0 ? `?${query}` : '';
}
