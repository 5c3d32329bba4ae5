import { openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import { describeWith, freshDatabase, freshPglite } from '../services/databases.ts';
import { databaseSuite } from './database.suite.ts';

describe('PGlite', () => databaseSuite((onStatement) => freshPglite({ onStatement })));

describeWith('PostgreSQL', 'PostgreSQL through node-postgres', () =>
  databaseSuite(async (onStatement) => openNodePostgres({ connectionString: await freshDatabase(), onStatement })),
);
