'use client';
import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form } from '../../ui/form.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { ExportFormat } from './export-pages.ts';
import { type FileExport, useFileExport } from './use-file-export.ts';

export interface ExportDialogProps extends FileExport {
  /** What is exported, in words: 'users'. */
  what: string;
  /** Which of them: what is filtered. */
  isFiltered: boolean;
  /** Another way, for what is too much to wait for. */
  inBackground?: ReactNode;
}

const formats = [
  { value: 'csv', label: 'CSV, for spreadsheets' },
  { value: 'ndjson', label: 'NDJSON, for programs' },
];

/** Saves a list as a file, as it is filtered. */
export function ExportDialog(props: ExportDialogProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={`Export ${props.what}`}
      description={
        props.isFiltered
          ? `Those ${props.what} that fit the filters, all of them.`
          : `All ${props.what} that there are.`
      }
      trigger={
        <Button kind="secondary">
          <Download aria-hidden="true" />
          Export
        </Button>
      }
    >
      <ExportForm {...props} />
    </Dialog>
  );
}

function ExportForm({ what, inBackground, ...file }: ExportDialogProps) {
  const { submit, pending, trouble, rows, saved, stop } = useFileExport(file);
  return (
    <div className="grid grid-cols-1 gap-5">
      <Form
        trouble={trouble}
        onSubmit={({ format }) => submit(format === 'ndjson' ? 'ndjson' : ('csv' satisfies ExportFormat))}
      >
        <SelectField name="format" label="Format" options={formats} defaultValue="csv" />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" pending={pending}>
            Download
          </Button>
          {pending && (
            <Button kind="secondary" onClick={stop}>
              Stop
            </Button>
          )}
        </div>
      </Form>
      <div role="status">
        {pending && <p className="text-soft">{`${rows.toLocaleString('en-GB')} ${what} so far …`}</p>}
        {saved && !pending && <Notice kind="success" title={`${saved} is with your downloads`} />}
      </div>
      {inBackground && <div className="border-t border-line pt-5">{inBackground}</div>}
    </div>
  );
}
