import type { Logger } from 'drizzle-orm/logger';

/** Called once for each statement that is sent, before it is sent: begin, commit and rollback too. */
export type OnStatement = (sql: string) => void;

/** drizzle's logger as a counter. Parameters stay out of it: they hold secrets. */
export function statementLogger(onStatement: OnStatement | undefined): Logger {
  return { logQuery: (query) => onStatement?.(query) };
}
