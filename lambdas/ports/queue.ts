/**
 * Nudges a worker after a commit. A nudge carries an id alone and may be lost or doubled: the row that it names is the
 * truth, and the sweeper finds what was not nudged.
 */
export interface Queue {
  nudge(nudges: readonly Nudge[]): Promise<void>;
}

export interface Nudge {
  kind: 'outbox';
  id: string;
}
