'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { isOver } from '../../../lib/administration/job.ts';
import { JobProgress } from '../../../lib/administration/job-progress.tsx';
import { useJob } from '../../../lib/administration/jobs.ts';
import { useChange } from '../../../lib/administration/use-change.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { client } from '../client.ts';
import { type BulkWords, bulkActionsFor } from './bulk-actions.ts';
import type { ManagedUser } from './managed-user.ts';
import { usersKey } from './users-list.ts';

export interface BulkBarProps {
  /** Ids. */
  picked: ReadonlySet<string>;
  /** The rows that are shown. */
  shown: readonly ManagedUser[];
  areDeleted: boolean;
  onChange(picked: ReadonlySet<string>): void;
}

interface Started {
  /** Of the job. */
  id: string;
  words: BulkWords;
  /** Of those who were shown then: they may not be any more. */
  names: ReadonlyMap<string, string>;
}

/** Above the list: how many are picked, what can be done with them, and how far that is. */
export function BulkBar({ picked, shown, areDeleted, onChange }: BulkBarProps) {
  const [asked, setAsked] = useState<BulkWords | null>(null);
  const [job, setJob] = useState<Started | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const count = picked.size;
  // The button that was pressed goes with what it did: whoever goes on by keyboard goes on from here.
  const stay = () => place.current?.focus();
  return (
    <div ref={place} tabIndex={-1} className="rounded-control empty:sr-only">
      {(count > 0 || job) && (
        <section
          aria-label="Picked users"
          className="grid grid-cols-1 gap-4 rounded-control border border-line bg-sunken px-4 py-3"
        >
          {count > 0 && (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
              <p role="status" className="mr-auto font-medium">
                {`${count} picked`}
              </p>
              {bulkActionsFor(areDeleted).map((words) => (
                <Button key={words.action} kind="secondary" size="small" onClick={() => setAsked(words)}>
                  {words.button}
                </Button>
              ))}
              {count < shown.length && (
                <Button kind="quiet" size="small" onClick={() => onChange(new Set(shown.map(({ id }) => id)))}>
                  {`Pick all ${shown.length} shown`}
                </Button>
              )}
              <Button
                kind="quiet"
                size="small"
                onClick={() => {
                  onChange(new Set());
                  stay();
                }}
              >
                Pick none
              </Button>
            </div>
          )}
          {job && (
            <BulkJob
              key={job.id}
              {...job}
              onClose={() => {
                setJob(null);
                stay();
              }}
            />
          )}
          {asked && (
            <BulkQuestion
              words={asked}
              ids={[...picked]}
              onClose={() => setAsked(null)}
              onStarted={(id) => {
                setAsked(null);
                setJob({ id, words: asked, names: new Map(shown.map((user) => [user.id, user.name || user.email])) });
                onChange(new Set());
                // After the dialog has given the focus back, to a button that is gone.
                setTimeout(stay);
              }}
            />
          )}
        </section>
      )}
    </div>
  );
}

interface BulkQuestionProps {
  words: BulkWords;
  ids: readonly string[];
  onClose(): void;
  onStarted(jobId: string): void;
}

function BulkQuestion({ words, ids, onClose, onStarted }: BulkQuestionProps) {
  const { submit, pending, trouble } = useChange({
    concerns: [],
    send: (_: undefined, call) => client.startBulk({ ...call, body: { action: words.action, ids: [...ids] } }),
    done: ({ data }) => onStarted(data.id),
  });
  return (
    <Confirm
      title={words.question(ids.length)}
      confirm={words.button}
      cancel={words.cancel}
      danger={words.danger}
      phrase={words.byWords ? `${words.button.toLowerCase()} ${ids.length}` : undefined}
      pending={pending}
      trouble={trouble}
      onConfirm={() => submit(undefined)}
      onClose={onClose}
    >
      {`${words.consequence} Accounts that hold more than you do are left as they are.`}
    </Confirm>
  );
}

function BulkJob({ id, words, names, onClose }: Started & { onClose(): void }) {
  const read = useJob(id);
  const queries = useQueryClient();
  const over = read.job !== null && isOver(read.job);
  useEffect(() => {
    if (over) void queries.invalidateQueries({ queryKey: usersKey });
  }, [over, queries]);
  return (
    <div className="grid grid-cols-1 gap-3">
      <JobProgress {...read} what="users" done={words.done} names={names} />
      {(over || read.trouble) && (
        <div>
          <Button kind="secondary" size="small" onClick={onClose}>
            Close
          </Button>
        </div>
      )}
    </div>
  );
}
