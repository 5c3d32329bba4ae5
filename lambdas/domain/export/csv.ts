/** Rows for spreadsheets: comma-separated (RFC 4180). */

/** What a spreadsheet takes for a formula when a cell begins with it (OWASP, CSV Injection), in full width too. */
const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * One line of cells: a list is joined by spaces, another object is JSON. A cell that a spreadsheet would run is made text
 * by an apostrophe.
 */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map((cell) => quoted(inert(textOf(cell)))).join(',')}\r\n`;
}

function textOf(cell: unknown): string {
  if (Array.isArray(cell)) return cell.join(' ');
  return typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : String(cell ?? '');
}

function inert(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
