/** What is loaded with the first statement and not before: of the SDK what is used, and its connections. */
export {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
export { keptConnections } from './data-api-connections.ts';
