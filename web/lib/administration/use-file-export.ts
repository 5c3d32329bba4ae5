'use client';
import { useRef, useState } from 'react';
import type { Failure } from '../../../lambdas/kernel/http/client.ts';
import type { OwnWords } from '../refusals.ts';
import { saveFile } from '../save-file.ts';
import { useSubmit } from '../use-submit.ts';
import { type ExportFormat, fileTypes, formatOf, joined, nextPage } from './export-pages.ts';

type PageAnswer = { ok: true; data: unknown; headers: Headers } | Failure;

export interface FileExport {
  /** What the file is called, without its ending: `users`. */
  name: string;
  /** By what a page is asked for. */
  parameter?: 'cursor' | 'part';
  words?: OwnWords;
  /** Asks for one page, the first one without anything. */
  read(format: ExportFormat, page: string | undefined): Promise<PageAnswer>;
}

const stopped = { ok: true, data: '', headers: new Headers() } as const;

/** Fetches a list page by page and saves it as one file; can be stopped, and then saves nothing. */
export function useFileExport({ name, parameter = 'cursor', words, read }: FileExport) {
  const [rows, setRows] = useState(0);
  const [saved, setSaved] = useState<string | null>(null);
  const isStopped = useRef(false);
  const submitting = useSubmit<ExportFormat, PageAnswer>({
    ...(words && { words }),
    async send(wanted) {
      isStopped.current = false;
      setRows(0);
      setSaved(null);
      const parts: string[] = [];
      for (let page: string | undefined; ; ) {
        const answer = await read(wanted, page);
        if (!answer.ok) return answer;
        if (isStopped.current) return stopped;
        const text = String(answer.data);
        const format = formatOf(answer.headers);
        parts.push(text);
        setRows((before) => before + rowsIn(text, format));
        page = nextPage(answer.headers.get('link'), parameter);
        if (page !== undefined) continue;
        const file = `${name}-${new Date().toISOString().slice(0, 10)}.${format}`;
        saveFile(file, fileTypes[format], joined(parts, format));
        setSaved(file);
        return answer;
      }
    },
    done() {},
  });
  const stop = () => {
    isStopped.current = true;
  };
  return { ...submitting, rows, saved, stop };
}

/** About how many: a quoted field of a CSV file may hold line breaks. */
function rowsIn(text: string, format: ExportFormat): number {
  const lines = text.split('\n').filter((line) => line !== '').length;
  return Math.max(0, format === 'csv' ? lines - 1 : lines);
}
