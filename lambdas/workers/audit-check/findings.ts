/** What a check of the audit log has found, in words for whoever has to act on it. */

export type FindingKind =
  | 'changed'
  | 'removed'
  | 'added'
  | 'reordered'
  | 'cut tail'
  | 'sealed anew'
  | 'erased'
  | 'archive'
  | 'not sealed';

export interface Finding {
  kind: FindingKind;
  text: string;
}

/** Gathers findings, the first of each kind to begin with: a thousand lines of one fault hide the others. */
export class Findings {
  readonly #kept: Finding[] = [];
  readonly #counts = new Map<FindingKind, number>();
  readonly notes: string[] = [];

  add(kind: FindingKind, text: string): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (count <= mostOfKind) this.#kept.push({ kind, text });
  }

  note(text: string): void {
    this.notes.push(text);
  }

  /** Of all kinds, those that are not named too. */
  count(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  all(): Finding[] {
    const more = [...this.#counts].filter(([, count]) => count > mostOfKind);
    return [...this.#kept, ...more.map(([kind, count]) => ({ kind, text: `${count - mostOfKind} more of this kind` }))];
  }
}

const mostOfKind = 10;

/** A row as a finding names it. */
export function named({ id, createdAt, seq }: { id: string; createdAt: string; seq?: number }): string {
  return `row ${id} of ${createdAt}${seq === undefined ? '' : `, number ${seq}`}`;
}

/** A row that was given a second number. */
export function twice(row: { id: string; createdAt: string; seq: number }, before: number): string {
  return `${named(row)}, was sealed once more: it has number ${before} already`;
}
