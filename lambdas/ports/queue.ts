/**
 * Nudges a worker after a commit. A nudge carries an id alone and may be lost or doubled: the row that it names is the
 * truth, and the sweeper finds what was not nudged.
 */
export interface Queue {
  nudge(nudges: readonly Nudge[]): Promise<void>;
}

export interface Nudge {
  /** `job`: of an outbox row that orders a job's worker, which may be busy for long, so that it is told apart. */
  kind: 'outbox' | 'job';
  id: string;
}
