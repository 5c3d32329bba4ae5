'use client';
import { ListRefused } from '../../ui/list-refused.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { isOver, type Job } from './job.ts';
import { errorWords, failureWords, progressWords } from './job-words.ts';
import type { JobRead } from './jobs.ts';

export interface JobProgressProps extends JobRead {
  /** What is counted: 'users'. */
  what: string;
  /** Said when it has come to its end. */
  done: string;
  /** How what was refused is called, by its id. */
  names?: ReadonlyMap<string, string>;
}

/** How far work is that takes longer than a request, and what became of it. It goes on without this page. */
export function JobProgress({ job, trouble, readAgain, what, done, names }: JobProgressProps) {
  if (!job)
    return trouble ? <ListRefused trouble={trouble} onTryAgain={readAgain} /> : <Loading what="the job" lines={2} />;
  return (
    <div className="grid grid-cols-1 gap-4">
      {!isOver(job) && (
        <div className="grid gap-2">
          <progress
            aria-label={`Progress of ${what}`}
            // Without a value it says that it is not known how far it is.
            {...(job.total !== null && { value: job.done, max: Math.max(job.total, 1) })}
            className="h-2 w-full accent-accent"
          />
          <p role="status" className="text-soft">
            {job.state === 'queued' ? 'Waiting for its turn …' : `${progressWords(job, what)} …`}
          </p>
        </div>
      )}
      {job.state === 'done' && (
        <Notice announce kind={job.errors.length > 0 ? 'warning' : 'success'} title={done}>
          {progressWords(job, what)}.
        </Notice>
      )}
      {job.state === 'failed' && (
        <Notice announce kind="danger" title="It did not come to its end.">
          <p>{failureWords(job)}</p>
        </Notice>
      )}
      {job.errors.length > 0 && <Refused errors={job.errors} names={names} />}
    </div>
  );
}

const mostShown = 20;

function Refused({ errors, names }: Pick<Job, 'errors'> & Pick<JobProgressProps, 'names'>) {
  return (
    <section aria-label="What was refused" className="grid gap-2">
      <p className="font-medium">
        {errors.length === 1 ? '1 was left as it was' : `${errors.length} were left as they were`}
      </p>
      <ul className="grid gap-1 text-sm">
        {errors.slice(0, mostShown).map(({ id, code }) => (
          <li key={id}>
            {names?.get(id) ?? <code className="font-mono break-all text-soft">{id}</code>} {errorWords(code)}
          </li>
        ))}
      </ul>
      {errors.length > mostShown && <p className="text-sm text-soft">and {errors.length - mostShown} more</p>}
    </section>
  );
}
