'use client';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Job } from './job.ts';
import { JobProgress } from './job-progress.tsx';
import { readJobResult, useJob } from './jobs.ts';
import { useFileExport } from './use-file-export.ts';

export interface ExportJobProps {
  id: string;
  what: string;
  /** What the file is called, without its ending. */
  name: string;
}

/** A file that is made in the background: how far it is, and the file once it is there. */
export function ExportJob({ id, what, name }: ExportJobProps) {
  const read = useJob(id);
  const { job } = read;
  return (
    <div className="grid grid-cols-1 gap-5">
      <JobProgress {...read} what={what} done="The file is there." />
      {job?.state === 'done' && <Result job={job} name={name} />}
      {job && job.state !== 'done' && job.state !== 'failed' && (
        <p className="text-sm text-soft">
          You can close this page. A mail tells you when the file is there, and leads back to it.
        </p>
      )}
    </div>
  );
}

const words = {
  NOT_FOUND: {
    title: 'This file is not kept any more.',
    advice: 'Close this, then export the list again.',
  },
};

function Result({ job, name }: { job: Job; name: string }) {
  const { submit, pending, trouble, saved } = useFileExport({
    name,
    parameter: 'part',
    words,
    // Its format was chosen when it was asked for.
    read: (_, part) => readJobResult(job.id, part),
  });
  if (job.parts === 0) return <p className="text-soft">There was nothing to be written.</p>;
  return (
    <Form trouble={trouble} onSubmit={() => submit('csv')}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" pending={pending}>
          Download
        </Button>
        {job.result_until && (
          <p className="text-sm text-soft">
            Until: <Moment at={job.result_until} />
          </p>
        )}
      </div>
      <div role="status" className="empty:sr-only">
        {saved && !pending && <Notice kind="success" title={`${saved} is with your downloads`} />}
      </div>
    </Form>
  );
}
