import { sql } from 'drizzle-orm';
import { openNodePostgres } from '../../lambdas/adapters/database/node-postgres.ts';
import type { Database } from '../../lambdas/ports/database.ts';
import { describeWith, freshDataApiDatabase, freshDatabase, freshPglite } from '../services/databases.ts';
import { databaseSuite } from './database.suite.ts';

describe('PGlite', () => databaseSuite((onStatement) => freshPglite({ onStatement })));

describeWith('PostgreSQL', 'PostgreSQL through node-postgres', () =>
  databaseSuite(async (onStatement) => openNodePostgres({ connectionString: await freshDatabase(), onStatement })),
);

describe('PGlite through the Data API', () =>
  databaseSuite((onStatement) => freshDataApiDatabase('PGlite', { onStatement })));

describeWith('PostgreSQL', 'PostgreSQL through the Data API', () =>
  databaseSuite((onStatement) => freshDataApiDatabase('PostgreSQL', { onStatement })),
);

describeWith('PostgreSQL', 'statements through node-postgres', () => {
  let database: Database;
  beforeAll(async () => {
    database = openNodePostgres({ connectionString: await freshDatabase(), maxConnections: 1 });
  });
  afterAll(() => database.close());
  const prepared = sql`select statement from pg_prepared_statements where statement like ${'%platform_facts%'}::text`;
  const fact = (name: string) => sql`select value from platform_facts where name = ${name}::text`;

  it('are parsed once, however often they run', async () => {
    for (const name of ['a', 'b', 'c']) expect(await database.rows(fact(name))).toEqual([]);
    expect(await database.rows(prepared)).toEqual([{ statement: expect.stringContaining('name = $1::text') }]);
  });
  it('go on after a migration changed what they answer', async () => {
    const all = sql`select * from platform_facts where name = 'x'`;
    expect(await database.rows(all)).toEqual([]);
    await database.rows(sql`insert into platform_facts (name, value) values ('x', 'y')`);
    await database.rows(sql`alter table platform_facts add column note text`);
    expect(await database.rows(all)).toEqual([{ name: 'x', value: 'y', note: null }]);
  });
  it('are no more than the server can keep', async () => {
    for (let at = 0; at < 600; at += 1) await database.rows(sql`select ${sql.raw(String(at))}::integer as n`);
    const [count] = await database.rows<{ n: number }>(sql`select count(*)::integer as n from pg_prepared_statements`);
    expect(count?.n).toBeLessThanOrEqual(500);
    expect(await database.rows(sql`select 599::integer as n`)).toEqual([{ n: 599 }]);
  });
});
