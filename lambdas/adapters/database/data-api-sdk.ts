/** What is used of the SDK, in a module of its own: it is loaded with the first statement, and the rest is left out. */
export {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
