/** Files that come in pages. */

export type ExportFormat = 'csv' | 'ndjson';

export const fileTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv;charset=utf-8',
  ndjson: 'application/x-ndjson',
};

/** Which of them an answer is. */
export function formatOf(headers: Headers): ExportFormat {
  return headers.get('content-type')?.startsWith('text/csv') ? 'csv' : 'ndjson';
}

/** What tells the next page, of a header `Link: </…?cursor=…>; rel="next"` (RFC 8288); undefined on the last one. */
export function nextPage(link: string | null, parameter: 'cursor' | 'part'): string | undefined {
  const target = /<([^>]*)>\s*;[^,]*\brel="?next"?/.exec(link ?? '')?.[1];
  if (target === undefined) return undefined;
  return new URL(target, 'https://any.invalid').searchParams.get(parameter) ?? undefined;
}

/** One file of all pages: each page of a CSV has the line of headings (RFC 4180, 2.3), the file has it once. */
export function joined(pages: readonly string[], format: ExportFormat): string {
  const heading = (page: string) => page.slice(0, page.indexOf('\n') + 1);
  const first = heading(pages[0] ?? '');
  return pages
    .map((page, index) => {
      const isRepeated = format === 'csv' && index > 0 && first !== '' && heading(page) === first;
      const rows = isRepeated ? page.slice(first.length) : page;
      return rows === '' || rows.endsWith('\n') ? rows : `${rows}\n`;
    })
    .join('');
}
