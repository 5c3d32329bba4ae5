/** Rows for spreadsheets: comma-separated (RFC 4180), and newline-delimited JSON for programs. */

/** What a spreadsheet takes for a formula when a cell begins with it (OWASP, CSV Injection), in full width too. */
const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** One line of cells. A cell that a spreadsheet would run is made text by an apostrophe. */
export function csvLine(cells: readonly (string | number | boolean | null)[]): string {
  return `${cells.map((cell) => quoted(inert(cell === null ? '' : String(cell)))).join(',')}\r\n`;
}

function inert(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** One line of JSON. */
export function ndjsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
