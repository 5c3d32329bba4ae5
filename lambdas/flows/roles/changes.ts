type Fields = Readonly<Record<string, unknown>>;

/** What changed, for the audit log: `{field: [before, after]}`, null where there was or is none. */
export function changesOf(before: Fields, after: Fields): Record<string, [unknown, unknown]> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    names
      .map((name) => [name, [before[name] ?? null, after[name] ?? null]] as [string, [unknown, unknown]])
      .filter(([, [was, is]]) => JSON.stringify(was) !== JSON.stringify(is)),
  );
}
