'use client';
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { Failure } from '../../../lambdas/kernel/http/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { ChangeCall } from './change-call.ts';
import { ExportJob } from './export-job.tsx';
import type { ExportFormat } from './export-pages.ts';
import { useChange } from './use-change.ts';
import { type FileExport, useFileExport } from './use-file-export.ts';

export interface ExportDialogProps extends FileExport {
  /** What is exported, in words: 'users'. */
  what: string;
  /** Not all of them: those that fit the filters. */
  isFiltered: boolean;
  /** Starts the same as a job, for more than anybody waits for. */
  start(format: ExportFormat, call: ChangeCall): Promise<{ ok: true; data: { id: string } } | Failure>;
  /** The job that the address names; empty where it names none. */
  jobId: string;
  onJob(id: string | null): void;
}

/** Saves a list as a file, as it is filtered: at once, or made in the background and fetched when it is there. */
export function ExportDialog(props: ExportDialogProps) {
  const { what, isFiltered, jobId, onJob } = props;
  const [open, setOpen] = useState(false);
  const change = (wanted: boolean) => {
    setOpen(wanted);
    if (!wanted) onJob(null);
  };
  return (
    <Dialog
      open={open || jobId !== ''}
      onOpenChange={change}
      title={`Export ${what}`}
      description={jobId === '' && (isFiltered ? `All ${what} that fit the filters.` : `All ${what} that there are.`)}
      trigger={
        <Button kind="secondary">
          <Download aria-hidden="true" />
          Export
        </Button>
      }
    >
      {jobId === '' ? <ExportForm {...props} /> : <ExportJob id={jobId} what={what} name={props.name} />}
    </Dialog>
  );
}

const formats = [
  { value: 'csv', label: 'CSV, for spreadsheets' },
  { value: 'ndjson', label: 'NDJSON, for programs' },
];

function ExportForm({ what, start, onJob, ...file }: ExportDialogProps) {
  const [format, setFormat] = useState<ExportFormat>('csv');
  const { submit, pending, trouble, rows, saved, stop } = useFileExport(file);
  const job = useChange({ concerns: [], send: start, done: ({ data }) => onJob(data.id) });
  return (
    <Form trouble={trouble ?? job.trouble} onSubmit={() => submit(format)}>
      <SelectField
        name="format"
        label="Format"
        options={formats}
        value={format}
        onValueChange={(value) => setFormat(value === 'ndjson' ? 'ndjson' : 'csv')}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" pending={pending}>
          Download
        </Button>
        {pending ? (
          <Button kind="secondary" onClick={stop}>
            Stop
          </Button>
        ) : (
          <Button kind="secondary" pending={job.pending} onClick={() => void job.submit(format)}>
            Make it in the background
          </Button>
        )}
      </div>
      <div role="status" className="empty:sr-only">
        {pending && <p className="text-soft">{`${rows.toLocaleString('en-GB')} ${what} so far …`}</p>}
        {saved && !pending && <Notice kind="success" title={`${saved} is with your downloads`} />}
      </div>
      <p className="text-sm text-soft">
        What takes long is better made in the background: this page can be closed, and a mail tells you when it is
        there.
      </p>
    </Form>
  );
}
