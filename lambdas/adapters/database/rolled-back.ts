/** Where a statement failed and the work went on, PostgreSQL rolls back instead of committing and calls it no error. */
export class RolledBack extends Error {
  /** SQLSTATE in_failed_sql_transaction. */
  readonly code = '25P02';

  constructor(cause?: unknown) {
    super('rolled back: a statement of the transaction had failed', cause === undefined ? undefined : { cause });
  }
}
