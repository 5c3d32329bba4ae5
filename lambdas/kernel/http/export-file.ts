/** A list as a file: what its routes take and answer. No server code may be imported here. */
import * as z from 'zod/mini';
import type { Success } from './contract.ts';

const mediaTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' } as const;

export const exportFormat = z._default(z.enum(['csv', 'ndjson']), 'csv');
export type ExportFormat = z.output<typeof exportFormat>;

/** One part of the list. */
export const exportFile = {
  status: 200,
  data: z.string(),
  bare: { contentType: mediaTypes.csv, orTypes: [mediaTypes.ndjson], cacheControl: 'no-store' },
} as const satisfies Success;

export interface ExportPart {
  format: ExportFormat;
  /** What the file may be called, without its ending. */
  name: string;
  body: string;
  /** The address of the next part; null at the end. */
  next: string | null;
}

/** The reply of a route that answers an `exportFile`. */
export function exportReply({ format, name, body, next }: ExportPart) {
  const headers: Record<string, string> = {
    'content-type': mediaTypes[format],
    'content-disposition': `attachment; filename="${name}.${format}"`,
    // RFC 8288.
    ...(next && { link: `<${next}>; rel="next"` }),
  };
  return { data: body, headers };
}
